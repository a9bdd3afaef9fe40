package dev.mooring.mcp.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What goes over a session, message by message. */
class BackendSessionTest {

    /** Answers at once, with what a test wants; keeps what was sent. */
    private static final class Wire implements McpClientTransport {
        final List<McpSchema.JSONRPCMessage> sent = new CopyOnWriteArrayList<>();
        Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> in;
        Function<McpSchema.JSONRPCRequest, Object> answers = request -> Map.of("protocolVersion", "2024-11-05");

        @Override
        public Mono<Void> connect(Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> handler) {
            in = handler;
            return Mono.empty();
        }

        @Override
        public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message) {
            return Mono.fromRunnable(() -> {
                sent.add(message);
                Object answer = message instanceof McpSchema.JSONRPCRequest request ? answers.apply(request) : null;
                if (answer != null) {
                    receive(new McpSchema.JSONRPCResponse("2.0", ((McpSchema.JSONRPCRequest) message).id(), answer, null));
                }
            });
        }

        void receive(McpSchema.JSONRPCMessage message) {
            in.apply(Mono.just(message)).subscribe();
        }

        McpSchema.JSONRPCMessage last() {
            return sent.get(sent.size() - 1);
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.empty();
        }

        @Override
        public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
            throw new UnsupportedOperationException();
        }
    }

    private final Wire wire = new Wire();
    private final List<Object> changes = new CopyOnWriteArrayList<>();
    private final BackendSession session = new BackendSession(wire, () -> changes.add("tools"));

    @BeforeEach
    void open() throws Exception {
        session.open(deadline());
        wire.answers = request -> null;
    }

    private static Deadline deadline() {
        return new Deadline(Duration.ofSeconds(30));
    }

    private Map<String, Object> request(CallContext context, Deadline deadline) throws Exception {
        return session.request("tools/call", Map.of("name", "t"), context, deadline);
    }

    @Test
    void cancelledRequest_isToldToTheBackend_byItsIdAndReason() {
        CallContext context = CallContext.of(Duration.ofSeconds(30));
        wire.answers = request -> {
            context.cancel("enough");
            return null;
        };
        assertThatThrownBy(() -> request(context, deadline())).isInstanceOf(CancellationException.class);
        String id = (String) ((McpSchema.JSONRPCRequest) wire.sent.get(wire.sent.size() - 2)).id();
        assertThat(wire.last()).isEqualTo(new McpSchema.JSONRPCNotification("2.0", "notifications/cancelled",
                Map.of("requestId", id, "reason", "enough")));
    }

    @Test
    void requestThatTimesOut_isCancelledAtTheBackend() {
        assertThatThrownBy(() -> request(CallContext.of(Duration.ZERO), new Deadline(Duration.ofMillis(20))))
                .isInstanceOf(TimeoutException.class);
        assertThat(((McpSchema.JSONRPCNotification) wire.last()).method()).isEqualTo("notifications/cancelled");
    }

    @Test
    void metaAndProgress_travelBothWays() throws Exception {
        List<Map<String, Object>> told = new CopyOnWriteArrayList<>();
        wire.answers = request -> {
            Map<?, ?> meta = (Map<?, ?>) ((Map<?, ?>) request.params()).get("_meta");
            assertThat(meta.get("trace")).isEqualTo("x");
            wire.receive(new McpSchema.JSONRPCNotification("2.0", "notifications/progress",
                    Map.of("progressToken", meta.get("progressToken"), "progress", 0.5)));
            wire.receive(new McpSchema.JSONRPCNotification("2.0", "notifications/progress",
                    Map.of("progressToken", "another", "progress", 0.9)));
            return Map.of("content", List.of());
        };
        request(new CallContext(Duration.ofSeconds(30), Map.of("trace", "x"), told::add), deadline());
        assertThat(told).containsExactly(Map.of("progress", 0.5));
    }

    @Test
    void brokenTransport_endsThoseWhoWait_andNothingMoreIsSent() {
        wire.answers = request -> {
            session.end(SessionEnd.of("ended (exit code 3)"));
            return null;
        };
        assertThatThrownBy(() -> request(CallContext.of(Duration.ofSeconds(30)), deadline()))
                .isInstanceOfSatisfying(SessionEnd.class, end -> assertThat(end.maybeProcessed()).isTrue());
        int sent = wire.sent.size();
        assertThatThrownBy(() -> request(CallContext.of(Duration.ofSeconds(30)), deadline()))
                .isInstanceOfSatisfying(SessionEnd.class, end -> assertThat(end.maybeProcessed()).isFalse());
        assertThat(wire.sent).hasSize(sent);
    }

    @Test
    void backendsRequests_areAnswered() {
        wire.receive(new McpSchema.JSONRPCRequest("2.0", "ping", 7, null));
        assertThat(wire.last()).isEqualTo(new McpSchema.JSONRPCResponse("2.0", 7, Map.of(), null));
        wire.receive(new McpSchema.JSONRPCRequest("2.0", "roots/list", 8, null));
        assertThat(((McpSchema.JSONRPCResponse) wire.last()).error().code()).isEqualTo(-32601);
        wire.receive(new McpSchema.JSONRPCNotification("2.0", "notifications/tools/list_changed", null));
        assertThat(changes).containsExactly("tools");
    }
}
