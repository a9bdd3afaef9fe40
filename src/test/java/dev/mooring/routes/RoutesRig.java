package dev.mooring.routes;

import dev.mooring.mcp.routetool.Calculator;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import dev.mooring.mcp.routetool.WorldClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** Route files in a folder, in a real Camel context, with a look whenever a test wants one. */
final class RoutesRig implements AutoCloseable {

    final Path folder;
    final DefaultCamelContext camel = new DefaultCamelContext();
    final RouteToolRegistry tools = new RouteToolRegistry();
    final ProducerTemplate template;
    final RouteFiles files;

    /** Starts with what is in the folder. */
    RoutesRig(Path folder, Duration linger, Map<String, Object> beans) throws Exception {
        this.folder = folder;
        camel.disableJMX();
        camel.addComponent("direct", new SeamlessDirect());
        camel.getRegistry().bind("tools", tools);
        camel.getRegistry().bind("worldClock", new WorldClock(Clock.systemUTC()));
        camel.getRegistry().bind("calculator", new Calculator());
        beans.forEach(camel.getRegistry()::bind);
        RouteFolder watched = new RouteFolder(folder);
        Map<String, String> contents = watched.read().orElseThrow();
        for (Map.Entry<String, String> file : contents.entrySet()) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("file:routes/" + file.getKey(), file.getValue()));
        }
        camel.start();
        template = camel.createProducerTemplate();
        RunningRoutes running = new RunningRoutes(camel, tools);
        files = new RouteFiles(watched, "routes/", new FileCheck(camel), running,
                new RouteSwap(camel, running, new HttpPaths(new DefaultListableBeanFactory().getBeanProvider(
                        org.apache.camel.component.platform.http.springboot.CamelRequestHandlerMapping.class)), linger));
        files.startFrom(contents);
    }

    void write(String name, String content) {
        write(folder, name, content);
    }

    static void write(Path folder, String name, String content) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    void look() {
        files.look(() -> { });
    }

    RouteFiles.FileView file(String name) {
        return files.files().stream().filter(view -> view.file().equals("routes/" + name)).findFirst().orElse(null);
    }

    String ask(String endpoint, String body) {
        return template.requestBody(endpoint, body, String.class);
    }

    List<String> routeIds() {
        return camel.getRoutes().stream().map(route -> route.getRouteId()).sorted().toList();
    }

    /** A file with one route that sets the body. */
    static String answering(String id, String from, String answer) {
        return """
                # a comment
                - route:
                    id: %s
                    from:
                      uri: %s
                      steps:
                        - setBody:
                            simple: "%s"
                """.formatted(id, from, answer);
    }

    @Override
    public void close() {
        files.close();
        camel.stop();
    }
}
