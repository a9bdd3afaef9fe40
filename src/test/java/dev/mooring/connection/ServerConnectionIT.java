package dev.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.connection.ConnectionState.Status;
import dev.mooring.ownership.FrameGate;
import dev.mooring.ownership.OwnedConnections.End;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

    private static void echo(Exchange exchange) {
        exchange.getMessage().setBody("re:" + exchange.getIn().getBody(String.class));
    }

    private RawEndpoint.Peer peer(int index) {
        await().until(() -> endpoint.peers.size() > index && endpoint.peers.get(index).upgraded);
        return endpoint.peers.get(index);
    }

    @Test
    void grant_opensTheSocket_andTheRouteAnswersOnIt() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        rig(exchange -> {
            seen.add(exchange.getIn().getHeader("McpServerId"));
            seen.add(exchange.getIn().getHeader("McpServerName"));
            seen.add(exchange.getIn().getHeader("McpEpoch"));
            seen.add(exchange.getProperty(FrameGate.PROPERTY) instanceof FrameGate);
            echo(exchange);
        });
        rig.own(7, address());
        peer(0).send("hello");
        await().until(() -> peer(0).texts.contains("re:hello"));
        assertThat(seen).containsExactly(7L, "server 7", 4L, true);
        assertThat(rig.status(7)).isEqualTo(Status.Connected);
        assertThat(rig.camel.getRoute("mcp-server-7").getDescription()).isEqualTo("server 7");
    }

    /** The MBean follows the route; what Hawtio shows of it counts, and it goes with the route. */
    @Test
    void ownedRoute_hasAnMBeanWithStatistics_whileItIsOwned() throws Exception {
        rig(ServerConnectionIT::echo);
        rig.camel.getManagementStrategy().getManagementAgent().setRegisterRoutesCreateByTemplate(false); // as configured
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("org.apache.camel:context=" + rig.camel.getName()
                + ",type=routes,name=\"mcp-server-7\"");
        rig.own(7, address());
        await().until(() -> beans.isRegistered(name));
        assertThat(beans.getAttribute(name, "Description")).isEqualTo("server 7");
        peer(0).send("hello");
        await().until(() -> peer(0).texts.contains("re:hello"));
        await().until(() -> beans.getAttribute(name, "ExchangesTotal").equals(1L));
        rig.connections.close(List.of(7L), End.NOT_WANTED);
        rig.connections.removed(List.of(7L));
        await().until(() -> !beans.isRegistered(name));
    }

    @Test
    void requestTarget_goesOutByteForByte() throws Exception {
        rig(ServerConnectionIT::echo);
        rig.own(1, address());
        assertThat(peer(0).requestLine).isEqualTo("GET /mcp/?token=" + TOKEN + " HTTP/1.1");
    }

    @Test
    void droppedConnection_isOpenedAgain_exactlyOnce() throws Exception {
        rig(ServerConnectionIT::echo, "mooring.connection.reconnect-interval=50ms");
        rig.own(1, address());
        peer(0).drop();
        peer(1).send("a");
        await().until(() -> peer(1).texts.contains("re:a"));
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
        rig(ServerConnectionIT::echo);
        rig.own(1, address());
        peer(0);
        await().until(() -> rig.status(1) == Status.Connected);
        rig.connections.close(List.of(1L), End.HANDED_OVER);
        await().until(() -> peer(0).ended);
        assertThat(peer(0).opcodes).contains(8);
        assertThat(rig.status(1)).isEqualTo(Status.Disconnected);
        rig.connections.removed(List.of(1L));
        await().until(() -> rig.camel.getRoute("mcp-server-1") == null);
        assertThat(endpoint.peers).hasSize(1);
    }
}
