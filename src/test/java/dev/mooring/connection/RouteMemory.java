package dev.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.connection.socket.McpConnectionComponent;
import dev.mooring.connection.socket.OwnedServers;
import dev.mooring.connection.socket.SocketClient;
import dev.mooring.connection.socket.Surroundings;
import dev.mooring.connection.socket.ThreadTimers;
import dev.mooring.connection.socket.Workers;
import dev.mooring.observe.console.SharedRouteInfo;
import dev.mooring.ownership.Grant;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.ManagementMBeansLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Measures the heap that a server's route takes under each way to have it in JMX; its figures stand in docs/hawtio.md. No
 * test of the build: {@code mvn test -Dtest=RouteMemory}, with {@code -Droute.memory.routes=1000} for another number.
 * Sockets are not in it: no server is granted, so none is opened.
 */
class RouteMemory {

    private static final int ROUTES = Integer.getInteger("route.memory.routes", 1000);

    /** The ways; {@link #ROUTES_SHARED} is the program's. */
    enum Jmx {
        EVERYTHING(ManagementMBeansLevel.Default), ROUTES_ONLY(ManagementMBeansLevel.RoutesOnly),
        ROUTES_SHARED(ManagementMBeansLevel.RoutesOnly), CONTEXT_ONLY(ManagementMBeansLevel.ContextOnly), OFF(null);

        private final ManagementMBeansLevel level;

        Jmx(ManagementMBeansLevel level) {
            this.level = level;
        }
    }

    @ParameterizedTest
    @EnumSource(Jmx.class)
    void heapPerRoute(Jmx jmx) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        if (jmx == Jmx.OFF) {
            camel.disableJMX();
        }
        ConnectionProperties properties = Rig.bind("mooring.connection", ConnectionProperties.class);
        try (Workers workers = new Workers(); ThreadTimers timers = new ThreadTimers();
                SocketClient client = new SocketClient(properties); ServerRoutes routes = new ServerRoutes(() -> camel, null)) {
            OwnedServers servers = new OwnedServers(new Surroundings(properties, Rig.bind("mooring.connection-monitor",
                    ConnectionMonitorProperties.class), id -> Optional.empty(), client, timers, null, workers, id -> { },
                    new Random(1)));
            start(camel, jmx, servers);
            add(routes, camel, jmx, 1, 50); // what only the first ones cost
            int beansBefore = beans(camel);
            long before = heap();
            long begin = System.nanoTime();
            add(routes, camel, jmx, 1000, ROUTES);
            long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            long bytes = heap() - before;
            System.out.printf("RouteMemory: %-13s %6.1f KB and %.1f MBeans a route, %d routes in %d ms%n", jmx,
                    bytes / 1024.0 / ROUTES, (beans(camel) - beansBefore) / (double) ROUTES, ROUTES, millis);
            assertThat(bytes).isPositive();
        } finally {
            camel.stop();
        }
    }

    private static void start(CamelContext camel, Jmx jmx, OwnedServers servers) throws Exception {
        camel.addComponent("mcp-connection", new McpConnectionComponent(servers));
        if (jmx == Jmx.ROUTES_SHARED) {
            camel.getCamelContextExtension().setManagementMBeanAssembler(new SharedRouteInfo(camel));
        }
        if (jmx.level != null) {
            camel.getManagementStrategy().getManagementAgent().setMBeansLevel(jmx.level);
            camel.getManagementStrategy().getManagementAgent().setRegisterRoutesCreateByTemplate(jmx == Jmx.EVERYTHING);
        }
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mcp-frame").routeId("mcp-frame").stop();
            }
        });
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/server-connection.camel.yaml"));
        camel.start();
    }

    private static void add(ServerRoutes routes, CamelContext camel, Jmx jmx, long first, int count) throws Exception {
        List<Grant> grants = LongStream.range(first, first + count)
                .mapToObj(id -> new Grant(id, "server " + id, 1, "host:1:boot", () -> true, false)).toList();
        if (jmx == Jmx.EVERYTHING) { // as Camel does it; ServerRoutes leaves steps out
            for (Grant grant : grants) {
                TemplatedRouteBuilder.builder(camel, ServerRoutes.TEMPLATE).routeId(RouteIds.of(grant.serverId()))
                        .parameter("serverId", Long.toString(grant.serverId())).parameter("serverName", grant.serverName()).add();
            }
        } else {
            routes.add(grants, id -> false).get();
        }
        boolean shown = jmx.level != null && jmx != Jmx.CONTEXT_ONLY;
        ObjectName last = new ObjectName("org.apache.camel:context=" + camel.getManagementName()
                + ",type=routes,name=\"mcp-server-" + (first + count - 1) + "\"");
        await().atMost(Duration.ofMinutes(5)).until(() ->
                ManagementFactory.getPlatformMBeanServer().isRegistered(last) == shown);
        assertThat(camel.getRoute("mcp-server-" + (first + count - 1))).isNotNull();
    }

    private static int beans(CamelContext camel) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.camel:context=" + camel.getManagementName() + ",*"), null).size();
    }

    private static long heap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(100);
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
