package dev.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.connection.ConnectionState.Status;
import dev.mooring.ownership.OwnedConnections.End;
import dev.mooring.testbed.Certificates;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Endpoints with {@code wss://}: what is trusted, and that frames and faults are as without TLS. */
class TlsIT {
    private static Certificates certificates;
    private static Certificates.Issued good;
    private RawEndpoint endpoint;
    private Rig rig;

    @BeforeAll
    static void makeAuthority() {
        certificates = new Certificates();
        good = certificates.issue("good", "dns:localhost", "-1H");
    }

    @AfterAll
    static void deleteAuthority() {
        certificates.close();
    }

    @AfterEach
    void stop() throws Exception {
        if (rig != null) {
            rig.close();
        }
        endpoint.close();
    }

    private void endpoint(Certificates.Issued shown) {
        endpoint = new RawEndpoint(shown.context().getServerSocketFactory());
    }

    private void trustingRig() throws Exception {
        rig = new Rig(Rig::echo, "mooring.connection.trust-certificate=" + certificates.authority(),
                "mooring.connection.reconnect-interval=50ms");
    }

    private String address() {
        return "wss://localhost:" + endpoint.port() + "/mcp/?token=verysecret";
    }

    private void refusedForTls() throws Exception {
        rig.own(1, address());
        await().until(() -> rig.states.get(1L) != null && rig.states.get(1L).lastError() != null);
        assertThat(rig.states.get(1L).lastError()).contains("TLS with the endpoint failed", "trusted")
                .doesNotContain("verysecret");
        await().until(() -> endpoint.peers.size() > 1); // it goes on trying
        assertThat(endpoint.peers).noneMatch(peer -> peer.requestLine != null);
    }

    @Test
    void trustedEndpoint_isAnsweredAndClosed_asWithoutTls() throws Exception {
        endpoint(good);
        trustingRig();
        rig.own(1, address());
        assertThat(endpoint.peer(0).requestLine).isEqualTo("GET /mcp/?token=verysecret HTTP/1.1");
        endpoint.peer(0).send("x".repeat(200_000));
        await().until(() -> endpoint.peer(0).texts.stream().anyMatch(text -> text.length() == 200_003));
        await().until(() -> rig.status(1) == Status.Connected);
        endpoint.peer(0).drop();
        endpoint.peer(1).send("again");
        await().until(() -> endpoint.peer(1).texts.contains("re:again"));
        rig.connections.close(List.of(1L), End.HANDED_OVER);
        await().until(() -> endpoint.peer(1).ended);
        assertThat(endpoint.peer(1).opcodes).contains(8);
        assertThat(endpoint.open()).isZero();
    }

    @Test
    void firstFrames_inTheRecordOfTheHandshakesAnswer_areNeverLost() throws Exception {
        endpoint(good);
        List<String> greeted = new CopyOnWriteArrayList<>();
        endpoint.onRequest = peer -> peer.accept("greeting");
        rig = new Rig(exchange -> greeted.add(exchange.getIn().getBody(String.class)),
                "mooring.connection.trust-certificate=" + certificates.authority());
        int servers = 200;
        IntStream.rangeClosed(1, servers).forEach(id -> rig.addresses.put((long) id, address()));
        rig.connections.granted(IntStream.rangeClosed(1, servers).mapToObj(id -> rig.grant(id, "s" + id, false)).toList());
        await().untilAsserted(() -> assertThat(greeted).hasSize(servers));
    }

    @Test
    void authorityNobodyKnows_isRefused_beforeTheTokenIsSent() throws Exception {
        endpoint(good);
        rig = new Rig(Rig::echo, "mooring.connection.reconnect-interval=50ms");
        refusedForTls();
    }

    @Test
    void certificateOfAnotherHost_isRefused_beforeTheTokenIsSent() throws Exception {
        endpoint(certificates.issue("other", "dns:example.org", "-1H"));
        trustingRig();
        refusedForTls();
    }

    @Test
    void expiredCertificate_isRefused_beforeTheTokenIsSent() throws Exception {
        endpoint(certificates.issue("expired", "dns:localhost", "-3d"));
        trustingRig();
        refusedForTls();
    }

    /** An endpoint that takes the connection and says nothing of TLS, as a stuck balancer does. */
    @Test
    void silentEndpoint_isTriedAgain() throws Exception {
        endpoint = new RawEndpoint();
        rig = new Rig(Rig::echo, "mooring.connection.reconnect-interval=50ms", "mooring.connection.connect-timeout=1s",
                "mooring.connection.handshake-timeout=1s");
        rig.own(1, address());
        await().until(() -> endpoint.peers.size() > 2);
        assertThat(rig.states.get(1L).lastError()).isEqualTo("the endpoint did not answer in time");
    }
}
