package dev.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.connection.ConnectionState.Status;
import dev.mooring.testbed.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames, replies, the gate and endpoints that behave badly, over real sockets. */
class FramesIT {
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
        return "ws://127.0.0.1:" + endpoint.port() + "/mcp/?token=verysecret";
    }

    private void owned(org.apache.camel.Processor processor, String... settings) throws Exception {
        rig = new Rig(processor, settings);
        rig.own(1, address());
        endpoint.peer(0);
        await().until(() -> rig.status(1) == Status.Connected);
    }

    @Test
    void manyFrames_areAnsweredInTheirOrder_alsoPastThePauseLimit() throws Exception {
        owned(Rig::echo);
        RawEndpoint.Peer peer = endpoint.peer(0);
        IntStream.range(0, 2000).forEach(i -> peer.send("f" + i));
        await().atMost(Duration.ofSeconds(30)).until(() -> endpoint.peer(0).texts.size() == 2000);
        assertThat(endpoint.peer(0).texts).isEqualTo(IntStream.range(0, 2000).mapToObj(i -> "re:f" + i).toList());
    }

    @Test
    void slowExchange_doesNotHoldUpTheNext() throws Exception {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        owned(new Later(slow));
        endpoint.peer(0).send("slow");
        endpoint.peer(0).send("ping");
        await().until(() -> endpoint.peer(0).texts.contains("re:ping"));
        assertThat(endpoint.peer(0).texts).hasSize(1);
        slow.complete(null);
        await().until(() -> endpoint.peer(0).texts.contains("re:slow"));
    }

    @Test
    void replyToAClosedSocket_goesNowhere_notOnTheNextOne() throws Exception {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        owned(new Later(slow), "mooring.connection.reconnect-interval=20ms");
        endpoint.peer(0).send("slow");
        endpoint.peer(0).send("ping");
        await().until(() -> endpoint.peer(0).texts.contains("re:ping"));
        endpoint.peer(0).drop();
        endpoint.peer(1);
        await().until(() -> rig.status(1) == Status.Connected);
        slow.complete(null);
        endpoint.peer(1).send("after");
        await().until(() -> endpoint.peer(1).texts.contains("re:after"));
        assertThat(endpoint.peer(1).texts).containsExactly("re:after");
    }

    /** What was handed over while the gate was open, but waits for the peer or for its thread, goes out no more. */
    @Test
    void replyThatWaitsToBeWritten_isNotWrittenOnceTheGateIsClosed() throws Exception {
        String large = "x".repeat(48 << 20);
        owned(exchange -> exchange.getMessage().setBody(large), "mooring.connection.max-frame-size=67108864");
        RawEndpoint.Peer peer = endpoint.peer(0);
        peer.held = new CountDownLatch(1);
        peer.send("give");
        await().until(() -> peer.waiting() > 100_000); // far less than all of it fits into the buffers in between
        rig.gate.set(false);
        peer.held.countDown();
        await().atMost(Duration.ofSeconds(30)).until(() -> peer.ended);
        assertThat(peer.texts).isEmpty();
    }

    @Test
    void dropThenSlowHandshakes_endInExactlyOneSocket() throws Exception {
        owned(Rig::echo, "mooring.connection.reconnect-interval=20ms");
        endpoint.onRequest = peer -> {
            pause(5_000);
            peer.accept(null);
        };
        endpoint.peer(0).drop();
        await().atMost(Duration.ofSeconds(30)).until(() -> endpoint.peers.size() > 1 && endpoint.peers.get(1).upgraded);
        endpoint.peer(1).send("x");
        await().until(() -> endpoint.peer(1).texts.contains("re:x"));
        assertThat(endpoint.peers).hasSize(2);
        assertThat(endpoint.open()).isEqualTo(1);
    }

    @Test
    void closeDuringASlowHandshake_endsItsTcpConnectionToo() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        endpoint.onRequest = peer -> {
            asked.countDown();
            await(answer);
            peer.accept(null);
        };
        rig = new Rig(Rig::echo);
        rig.own(1, address());
        await(asked);
        rig.connections.close(List.of(1L), dev.mooring.ownership.OwnedConnections.End.NOT_WANTED);
        answer.countDown();
        await().until(() -> endpoint.peers.get(0).ended);
        assertThat(endpoint.peers.get(0).opcodes).isEmpty();
        assertThat(rig.states).isEmpty();
    }

    @Test
    void frameThatNobodyAskedFor_goesOutOnTheCurrentSocket_orNowhere() throws Exception {
        owned(Rig::echo, "mooring.connection.reconnect-interval=20ms");
        assertThat(rig.servers.send(1, "changed")).isTrue();
        await().until(() -> endpoint.peer(0).texts.contains("changed"));
        assertThat(rig.servers.send(2, "to a server that is not ours")).isFalse();
        endpoint.peer(0).opcodes.clear();
        rig.gate.set(false);
        assertThat(rig.servers.send(1, "too late")).isFalse();
        await().until(() -> endpoint.peer(0).ended);
        assertThat(endpoint.peer(0).opcodes).isEmpty();
        assertThat(endpoint.peer(0).texts).containsExactly("changed");
    }

    @Test
    void frameSentInAConversation_goesOutOnItsOwnSocket_notOnTheNextOne() throws Exception {
        List<Conversation> conversations = new CopyOnWriteArrayList<>();
        owned(exchange -> {
            conversations.add(exchange.getProperty(Conversation.PROPERTY, Conversation.class));
            exchange.getMessage().setBody(null);
        }, "mooring.connection.reconnect-interval=20ms");
        endpoint.peer(0).send("a");
        await().until(() -> conversations.size() == 1);
        assertThat(conversations.get(0).send("progress")).isTrue();
        assertThat(conversations.get(0).memory(StringBuilder.class, StringBuilder::new))
                .isSameAs(conversations.get(0).memory(StringBuilder.class, StringBuilder::new));
        await().until(() -> endpoint.peer(0).texts.contains("progress"));
        endpoint.peer(0).drop();
        endpoint.peer(1);
        await().until(() -> rig.status(1) == Status.Connected);
        assertThat(conversations.get(0).send("late")).isFalse();
        endpoint.peer(1).send("b");
        await().until(() -> conversations.size() == 2);
        assertThat(conversations.get(1)).isNotSameAs(conversations.get(0));
        assertThat(endpoint.peer(1).texts).isEmpty();
    }

    @Test
    void closedGate_letsNoReplyOut_andEndsTheTcpConnection() throws Exception {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        owned(new Later(slow));
        endpoint.peer(0).send("slow");
        endpoint.peer(0).send("ping");
        await().until(() -> endpoint.peer(0).texts.contains("re:ping"));
        endpoint.peer(0).opcodes.clear();
        rig.gate.set(false);
        slow.complete(null);
        await().until(() -> endpoint.peer(0).ended);
        assertThat(endpoint.peer(0).opcodes).isEmpty();
        assertThat(endpoint.peer(0).texts).containsExactly("re:ping");
    }

    @Test
    void fenced_closesAllSocketsHard() throws Exception {
        owned(Rig::echo);
        endpoint.peer(0).opcodes.clear();
        rig.connections.fenced();
        await().until(() -> endpoint.peer(0).ended);
        assertThat(endpoint.peer(0).opcodes).isEmpty();
        await().until(() -> rig.camel.getRoute("mcp-server-1") == null);
    }

    @Test
    void fencedWhileTheNetworkIsDown_whatItHeldBackIsNeverDelivered() throws Exception {
        try (TcpProxy network = TcpProxy.to(endpoint.port())) {
            rig = new Rig(Rig::echo);
            rig.own(1, address().replace(":" + endpoint.port() + "/", ":" + network.port() + "/"));
            endpoint.peer(0).send("before");
            await().until(() -> endpoint.peer(0).texts.contains("re:before"));
            network.cutOutgoing();
            endpoint.peer(0).send("during");
            await().until(network::holdsBack);   // the answer, on its way
            rig.connections.fenced();
            await().until(() -> rig.camel.getRoute("mcp-server-1") == null);
            network.restore();
            await().until(() -> endpoint.peer(0).ended);
            assertThat(endpoint.peer(0).texts).containsExactly("re:before");
        }
    }

    @Test
    void frameOfSeveralMegabytes_isAnswered_andOneOverTheLimitEndsTheSocket() throws Exception {
        owned(Rig::echo, "mooring.connection.reconnect-interval=20ms");
        String big = "x".repeat(6 << 20);
        endpoint.peer(0).send(big);
        await().atMost(Duration.ofSeconds(30)).until(() -> endpoint.peer(0).texts.size() == 1);
        assertThat(endpoint.peer(0).texts.get(0)).hasSize(big.length() + 3);
        try {
            endpoint.peer(0).send("x".repeat((16 << 20) + 1));
        } catch (java.io.UncheckedIOException e) {
            // closed while we were writing
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> endpoint.open() == 1 && endpoint.peers.size() > 1);
        assertThat(rig.history).extracting(ConnectionState::lastError).anyMatch(e -> e != null
                && e.contains("max-frame-size"));
    }

    @Test
    void binaryFrame_isIgnored() throws Exception {
        owned(Rig::echo);
        endpoint.peer(0).sendBinary();
        endpoint.peer(0).send("a");
        await().until(() -> endpoint.peer(0).texts.contains("re:a"));
        assertThat(endpoint.peer(0).texts).hasSize(1);
    }

    @Test
    void routeStoppedByAnOperator_closesItsSocket_andItsStartOpensOne() throws Exception {
        owned(Rig::echo);
        rig.camel.getRouteController().stopRoute("mcp-server-1");
        await().until(() -> endpoint.peer(0).ended);
        rig.camel.getRouteController().startRoute("mcp-server-1");
        endpoint.peer(1).send("a");
        await().until(() -> endpoint.peer(1).texts.contains("re:a"));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static org.awaitility.core.ConditionFactory await() {
        return org.awaitility.Awaitility.await();
    }

    /** Answers "slow" when the future completes, all else at once. */
    private static final class Later extends AsyncProcessorSupport {
        private final CompletableFuture<Void> slow;

        Later(CompletableFuture<Void> slow) {
            this.slow = slow;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            boolean wait = "slow".equals(exchange.getIn().getBody());
            Rig.echo(exchange);
            if (!wait) {
                callback.done(true);
                return true;
            }
            slow.thenRun(() -> callback.done(false));
            return false;
        }
    }
}
