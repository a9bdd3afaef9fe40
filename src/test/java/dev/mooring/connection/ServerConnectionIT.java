package dev.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mooring.connection.ConnectionState.Status;
import dev.mooring.ownership.FrameGate;
import dev.mooring.ownership.OwnedConnections.End;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One server's connection against a real endpoint, through the shipped template. */
class ServerConnectionIT {
    private static final String TOKEN = "eyJ.a%2Bb/c==";
    private final RawEndpoint endpoint = new RawEndpoint();
    private Rig rig;

    @AfterEach
    void stop() throws Exception {
        if (rig != null) {
            rig.close();
        }
        endpoint.close();
    }

    private String address() {
        return "ws://127.0.0.1:" + endpoint.port() + "/mcp/?token=" + TOKEN;
    }

    private void rig(org.apache.camel.Processor processor, String... settings) throws Exception {
        rig = new Rig(processor, settings);
    }

    @Test
    void grant_opensTheSocket_andTheRouteAnswersOnIt() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        rig(exchange -> {
            seen.add(exchange.getIn().getHeader("McpServerId"));
            seen.add(exchange.getIn().getHeader("McpServerName"));
            seen.add(exchange.getIn().getHeader("McpEpoch"));
            seen.add(exchange.getProperty(FrameGate.PROPERTY) instanceof FrameGate);
            Rig.echo(exchange);
        });
        rig.own(7, address());
        endpoint.peer(0).send("hello");
        await().until(() -> endpoint.peer(0).texts.contains("re:hello"));
        assertThat(seen).containsExactly(7L, "server 7", 4L, true);
        assertThat(rig.status(7)).isEqualTo(Status.Connected);
        assertThat(rig.camel.getRoute("mcp-server-7").getDescription()).isEqualTo("server 7");
    }

    /** The MBean follows the route; what Hawtio shows of it counts, and it goes with the route. */
    @Test
    void ownedRoute_hasAnMBeanWithStatistics_whileItIsOwned() throws Exception {
        rig(Rig::echo);
        rig.camel.getManagementStrategy().getManagementAgent().setRegisterRoutesCreateByTemplate(false); // as configured
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("org.apache.camel:context=" + rig.camel.getName()
                + ",type=routes,name=\"mcp-server-7\"");
        rig.own(7, address());
        await().until(() -> beans.isRegistered(name));
        assertThat(beans.getAttribute(name, "Description")).isEqualTo("server 7");
        endpoint.peer(0).send("hello");
        await().until(() -> endpoint.peer(0).texts.contains("re:hello"));
        await().until(() -> beans.getAttribute(name, "ExchangesTotal").equals(1L));
        rig.connections.close(List.of(7L), End.NOT_WANTED);
        rig.connections.removed(List.of(7L));
        await().until(() -> !beans.isRegistered(name));
    }

    @Test
    void requestTarget_goesOutByteForByte() throws Exception {
        rig(Rig::echo);
        rig.own(1, address());
        assertThat(endpoint.peer(0).requestLine).isEqualTo("GET /mcp/?token=" + TOKEN + " HTTP/1.1");
    }

    @Test
    void droppedConnection_isOpenedAgain_exactlyOnce() throws Exception {
        rig(Rig::echo, "mooring.connection.reconnect-interval=50ms");
        rig.own(1, address());
        endpoint.peer(0).drop();
        endpoint.peer(1).send("a");
        await().until(() -> endpoint.peer(1).texts.contains("re:a"));
        await().until(() -> rig.status(1) == Status.Connected);
        assertThat(endpoint.peers).hasSize(2);
        assertThat(rig.history).extracting(ConnectionState::status).containsSequence(Status.Connected,
                Status.Disconnected, Status.Connecting, Status.Connected);
    }

    @Test
    void firstFrames_inTheSegmentOfTheHandshakesAnswer_areNeverLost() throws Exception {
        List<String> greeted = new CopyOnWriteArrayList<>();
        rig(exchange -> greeted.add(exchange.getIn().getBody(String.class)));
        endpoint.onRequest = peer -> peer.accept("greeting");
        int servers = 1000;
        IntStream.rangeClosed(1, servers).forEach(id -> rig.addresses.put((long) id, address()));
        rig.connections.granted(IntStream.rangeClosed(1, servers)
                .mapToObj(id -> rig.grant(id, "s" + id, false)).toList());
        await().atMost(Duration.ofSeconds(60)).until(() -> endpoint.open() == servers);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(greeted).hasSize(servers));
    }

    @Test
    void close_endsTheTcpConnection_beforeItReturns() throws Exception {
        rig(Rig::echo);
        rig.own(1, address());
        endpoint.peer(0);
        await().until(() -> rig.status(1) == Status.Connected);
        rig.connections.close(List.of(1L), End.HANDED_OVER);
        await().until(() -> endpoint.peer(0).ended);
        assertThat(endpoint.peer(0).opcodes).contains(8);
        assertThat(rig.status(1)).isEqualTo(Status.Disconnected);
        rig.connections.removed(List.of(1L));
        await().until(() -> rig.camel.getRoute("mcp-server-1") == null);
        assertThat(endpoint.peers).hasSize(1);
    }

    @Test
    void token_showsInNoLogErrorOrState() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        try {
            endpoint.onRequest = peer -> peer.refuse(403);
            rig = new Rig(Rig::echo);
            rig.own(1, "ws://127.0.0.1:" + endpoint.port() + "/mcp/?token=verysecret");
            await().until(() -> rig.status(1) == Status.Failed);
            rig.own(2, "wss://127.0.0.1:" + endpoint.port() + "/?token=verysecret");
            rig.own(3, "ws://127.0.0.1:1/?token=verysecret");
            rig.own(4, "ws://no-such-host.invalid/?token=verysecret");
            rig.own(5, "ws://127.0.0.1:1/bad token=verysecret");
            await().atMost(Duration.ofSeconds(40)).until(() -> java.util.stream.LongStream.rangeClosed(2, 5)
                    .allMatch(id -> rig.states.get(id).lastError() != null));
        } finally {
            root.detachAppender(log);
        }
        assertThat(rig.states.get(1L).lastError()).contains("refused the token (HTTP 403)");
        assertThat(rig.history.toString()).doesNotContain("verysecret");
        assertThat(log.list.stream().map(ServerConnectionIT::whole).collect(Collectors.joining("\n"))).isNotEmpty()
                .doesNotContain("verysecret");
    }

    @Test
    void thousandRoutes_areAddedInBulk_andNamesInjectNothing() throws Exception {
        rig = new Rig(Rig::echo);
        rig.gate.set(false);
        String name = "a {{x}} \"q\" 'p' ${body} {{?y}} ${bean:x}";
        List<dev.mooring.ownership.Grant> grants = new CopyOnWriteArrayList<>();
        IntStream.rangeClosed(1, 1000).forEach(id -> grants.add(rig.grant(id, name, false)));
        long start = System.nanoTime();
        rig.connections.granted(grants);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(rig.camel.getRoutesSize()).isEqualTo(1001);
        assertThat(rig.camel.getRoute("mcp-server-1000").getDescription()).isEqualTo(name);
        assertThat(took).isLessThan(Duration.ofSeconds(60));
        LoggerFactory.getLogger(ServerConnectionIT.class).info("1,000 routes in {}", took);
    }

    private static String whole(ILoggingEvent event) {
        return event.getFormattedMessage() + (event.getThrowableProxy() == null ? ""
                : ch.qos.logback.classic.spi.ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
}
