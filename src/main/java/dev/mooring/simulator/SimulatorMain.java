package dev.mooring.simulator;

import dev.mooring.embedded.DataFolder;
import dev.mooring.embedded.FileLocks;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.vertx.websocket.VertxWebsocketComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The program that the simulator's process runs: a plain Camel with one folder of routes, without Spring, so that it
 * starts fast and stays small. Arguments: data folder, port, routes folder.
 */
public final class SimulatorMain {

    /** Held for as long as the process lives: who cannot take it knows that the simulator runs. */
    static final String LOCK = "simulator.lock";
    /** The port, written once it listens. */
    static final String PORT_FILE = "simulator.port";
    /** The process id, written by whoever starts the process. */
    static final String PID_FILE = "simulator.pid";
    /** The process id again, written by the simulator itself once it listens. */
    static final String READY_FILE = "simulator.ready";

    private static final String ROUTES = "simulator/xiaozhi.camel.yaml";
    private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    /** A field, because a channel that nobody refers to is collected, and its lock goes with it. */
    private static FileChannel lock;

    private SimulatorMain() {
    }

    /** Starts the simulator; the process lives on until it is told to stop (SIGTERM). */
    public static void run(String dataDir, int port, String routesDir) throws Exception {
        DataFolder folder = DataFolder.open(dataDir);
        lock = FileLocks.open(folder.file(LOCK));
        if (FileLocks.lock(lock, false, Duration.ofSeconds(5)).isEmpty()) {
            return;
        }
        SimulatorLog.writeTo(folder.file("simulator.log"));
        CamelContext camel = start(port, routesDir);
        Runtime.getRuntime().addShutdownHook(new Thread(camel::stop, "simulator-stop"));
        folder.write(PORT_FILE, Integer.toString(port));
        folder.write(READY_FILE, Long.toString(ProcessHandle.current().pid()));
    }

    /** The simulator's Camel context, started and listening on the port. */
    static CamelContext start(int port, String routesDir) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        properties.setProperty("simulator.port", Integer.toString(port));
        camel.getPropertiesComponent().setOverrideProperties(properties);
        camel.getShutdownStrategy().setTimeout(2);
        // one worker keeps frames in order: the consumer hands every frame to the pool without ordering them
        Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(1).setEventLoopPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)));
        VertxWebsocketComponent webSockets = new VertxWebsocketComponent();
        webSockets.setVertx(vertx);
        camel.addComponent("vertx-websocket", webSockets);
        camel.getRegistry().bind("xiaozhi", new XiaozhiBroker());
        camel.getRegistry().bind("simulatorServer", new HttpServerOptions().setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
                .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES));
        Path file = Path.of(routesDir, ROUTES);
        Resource routes = ResourceHelper.resolveMandatoryResource(camel,
                Files.isReadable(file) ? "file:" + file : "classpath:routes/" + ROUTES);
        camel.start();
        PluginHelper.getRoutesLoader(camel).loadRoutes(routes);
        return camel;
    }
}
