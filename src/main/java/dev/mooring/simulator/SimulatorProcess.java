package dev.mooring.simulator;

import dev.mooring.MooringApplication;
import dev.mooring.config.RoutesLocation;
import dev.mooring.embedded.Command;
import dev.mooring.embedded.DataFolder;
import dev.mooring.embedded.EmbeddedException;
import dev.mooring.embedded.EmbeddedServer;
import dev.mooring.embedded.FileLocks;
import dev.mooring.embedded.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** The simulator as instances see it: started by the first, shared, stopped by the last, like the embedded servers. */
public final class SimulatorProcess implements EmbeddedServer {

    /** The program's first argument that makes it the simulator. */
    public static final String ARGUMENT = "simulator";

    private static final String OUTPUT = "simulator.out";
    private static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";
    private static final int PREFERRED_PORT = 18080;
    private static final int START_ATTEMPTS = 4;
    private static final long START_MILLIS = 60_000;
    private static final long STOP_MILLIS = 5_000;
    private static final long POLL_MILLIS = 25;

    private final DataFolder folder;
    private final String routesDir;

    private SimulatorProcess(DataFolder folder, String routesDir) {
        this.folder = folder;
        this.routesDir = routesDir;
    }

    /** The simulator of a data folder, with the routes that the environment names. */
    public static SimulatorProcess of(DataFolder folder, Environment environment) {
        return new SimulatorProcess(folder, environment.getProperty(RoutesLocation.ROUTES_DIR, "routes"));
    }

    /** The port of the folder's simulator, if it has ever run. */
    public static Optional<Integer> port(DataFolder folder) {
        return folder.readPort(SimulatorMain.PORT_FILE);
    }

    @Override
    public String name() {
        return "Simulated XiaoZhi endpoint";
    }

    @Override
    public boolean ensureRunning() {
        if (isRunning() && isReady(pid())) {
            return false;
        }
        stop();
        int wanted = port(folder).orElse(PREFERRED_PORT);
        for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
            if (start(attempt == 1 ? FreePort.onLoopback(wanted) : FreePort.any())) {
                return true;
            }
        }
        throw new EmbeddedException("The simulated XiaoZhi endpoint could not be started; the end of "
                + folder.file(OUTPUT) + " says: " + folder.tail(OUTPUT)
                + " (mooring.simulator.enabled=false does without it).");
    }

    @Override
    public void stop() {
        if (!isRunning()) {
            return;
        }
        pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroy);
        if (!await(STOP_MILLIS, () -> !isRunning())) {
            pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
            await(STOP_MILLIS, () -> !isRunning());
        }
    }

    private boolean start(int port) {
        try {
            Process process = Command.startDetached(folder.file(OUTPUT), command(port));
            // known before it is ready, so that whoever comes after a crash half way can stop it
            folder.write(SimulatorMain.PID_FILE, Long.toString(process.pid()));
            if (await(START_MILLIS, () -> !process.isAlive() || isReady(Optional.of(process.pid())))
                    && process.isAlive()) {
                return true;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            throw new EmbeddedException("The simulated XiaoZhi endpoint could not be started: " + e.getMessage(), e);
        }
    }

    private List<String> command(int port) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // in the packaged jar our classes are nested, and only the jar's launcher finds them
        boolean nested = ClassLoader.getSystemResource(
                MooringApplication.class.getName().replace('.', '/') + ".class") == null;
        return List.of(java, "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true",
                "-cp", System.getProperty("java.class.path"), nested ? LAUNCHER : MooringApplication.class.getName(),
                ARGUMENT, folder.root().toString(), Integer.toString(port), routesDir);
    }

    private boolean isRunning() {
        return FileLocks.isHeld(folder.file(SimulatorMain.LOCK));
    }

    private boolean isReady(Optional<Long> pid) {
        return pid.isPresent() && folder.read(SimulatorMain.READY_FILE).equals(pid.map(String::valueOf));
    }

    private Optional<Long> pid() {
        return folder.read(SimulatorMain.PID_FILE).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
    }

    private static boolean await(long millis, java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
