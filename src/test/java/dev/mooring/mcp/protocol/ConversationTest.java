package dev.mooring.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.mcp.McpProperties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes on between the frames of one connection: versions, batches, cancellation. */
class ConversationTest {

    private static final CountDownLatch release = new CountDownLatch(1);
    private static final CountDownLatch waiting = new CountDownLatch(1);
    private static final AtomicBoolean interrupted = new AtomicBoolean();
    private static final AtomicInteger marks = new AtomicInteger();
    private static Bridge bridge;
    private final Recorded conversation = new Recorded();

    @BeforeAll
    static void start() throws Exception {
        bridge = new Bridge(McpProperties.defaults(), new RouteBuilder() {
            @Override
            public void configure() {
                from("ai-tool:mark?description=Marks").routeId("mark").process(e -> marks.incrementAndGet());
                from("ai-tool:wait?description=Waits").routeId("wait").errorHandler(noErrorHandler()).process(e -> {
                    waiting.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException stopped) {
                        interrupted.set(true);
                        throw stopped;
                    }
                });
            }
        });
    }

    @AfterAll
    static void stop() throws Exception {
        release.countDown();
        bridge.close();
    }

    private CompletableFuture<String> enter(String frame) {
        return bridge.enter(1, () -> true, conversation, frame);
    }

    private JsonNode send(String frame) throws Exception {
        String reply = enter(frame).get(30, TimeUnit.SECONDS);
        return reply == null ? null : bridge.mapper.readTree(reply);
    }

    private void initialize(String version) throws Exception {
        assertThat(send(("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"%s\","
                + "\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}").formatted(version))
                .at("/result/protocolVersion").textValue()).isEqualTo(version);
    }

    private static String ping(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}";
    }

    @Test
    void batch_isAnsweredByOneFrameInTheOrderOfItsRequests() throws Exception {
        initialize("2025-03-26");
        JsonNode replies = send("\n [" + Bridge.callFrame("\"a\"", "mark", "{}") + "," + ping("2") + ","
                + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}," + ping("1.50") + ",7,"
                + "{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}}]");
        assertThat(replies.isArray()).isTrue();
        assertThat(replies.findValuesAsText("id")).containsExactly("a", "2", "1.50", "null");
        assertThat(replies.get(3).at("/error/code").intValue()).isEqualTo(-32600);
    }

    @Test
    void batchOfNotifications_isNotAnswered() throws Exception {
        assertThat(send("[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-06-18", "2025-11-25"})
    void batchWhereAnotherVersionWasAgreedOn_isRefusedAndNothingOfItDone(String version) throws Exception {
        initialize(version);
        int before = marks.get();
        JsonNode reply = send("[" + Bridge.callFrame("1", "mark", "{}") + "]");
        assertThat(reply.at("/error/code").intValue()).isEqualTo(-32600);
        assertThat(reply.at("/error/message").textValue()).contains("2025-03-26", version, "one message per frame");
        assertThat(marks.get()).isEqualTo(before);
    }

    @Test
    void batchThatIsTooLongOrHoldsWhatItMustNot_isRefused() throws Exception {
        assertThat(send("[" + (ping("1") + ",").repeat(100) + ping("1") + "]").at("/error/code").intValue()).isEqualTo(-32600);
        assertThat(send("[[" + ping("1") + "]]").get(0).at("/error/message").textValue()).contains("another");
        assertThat(send("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                + "\"2025-03-26\"}}]").get(0).at("/error/message").textValue()).contains("batch");
    }

    @Test
    void batchThroughAClosedGate_doesNothing() throws Exception {
        int before = marks.get();
        String frame = "[" + Bridge.callFrame("1", "mark", "{}") + "]";
        assertThat(bridge.enter(1, () -> false, conversation, frame).get(10, TimeUnit.SECONDS)).isNull();
        AtomicInteger looks = new AtomicInteger();
        assertThat(bridge.enter(1, () -> looks.incrementAndGet() == 1, conversation, frame).get(10, TimeUnit.SECONDS)).isNull();
        assertThat(marks.get()).isEqualTo(before);
    }

    @Test
    void gateThatClosesWhileARequestWaits_letsNoServiceBeAsked() throws Exception {
        for (String method : new String[] {"resources/list", "prompts/list", "completion/complete"}) {
            AtomicInteger looks = new AtomicInteger();
            assertThat(bridge.enter(1, () -> looks.incrementAndGet() == 1, conversation,
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\"}").get(10, TimeUnit.SECONDS)).as(method).isNull();
            assertThat(looks.get()).isEqualTo(2);
        }
    }

    @Test
    void cancelledCall_isInterruptedAndNeverAnswered() throws Exception {
        CompletableFuture<String> call = enter(Bridge.callFrame("\"slow\"", "wait", "{}"));
        waiting.await();
        assertThat(send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"other\"}}"))
                .isNull();
        assertThat(bridge.enter(1, () -> true, new Recorded(), ("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                + "\"params\":{\"requestId\":\"slow\"}}")).get(10, TimeUnit.SECONDS)).as("of another connection").isNull();
        assertThat(call).isNotDone();
        assertThat(send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"slow\","
                + "\"reason\":\"enough\"}}")).isNull();
        assertThat(call.get(10, TimeUnit.SECONDS)).isNull();
        await().untilTrue(interrupted);
        await().untilAsserted(() -> assertThat(bridge.slots.inFlight()).isZero());
        assertThat(send(ping("1")).has("result")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"requestId\":null}", "{\"requestId\":[1]}", "{\"requestId\":12345}", "[]", "7"})
    void cancellationOfNothing_isIgnored(String params) throws Exception {
        assertThat(send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":" + params + "}")).isNull();
        assertThat(send(ping("1")).has("result")).isTrue();
    }

    @Test
    void capabilities_tellOfNothingThatThereIsNot() throws Exception {
        JsonNode hello = send("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"1999\"}}");
        assertThat(hello.at("/result/protocolVersion").textValue()).isEqualTo("2025-11-25");
        assertThat(hello.at("/result/capabilities").toString()).isEqualTo("{\"tools\":{\"listChanged\":true}}");
        assertThat(send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}").at("/result/resources").isEmpty()).isTrue();
        assertThat(send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/list\"}").at("/result/prompts").isEmpty()).isTrue();
        assertThat(send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"a://b\"}}")
                .at("/error/code").intValue()).isEqualTo(-32002);
        assertThat(send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/get\",\"params\":{\"name\":\"x\"}}")
                .at("/error/code").intValue()).isEqualTo(-32602);
        assertThat(send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/subscribe\",\"params\":{\"uri\":\"a://b\"}}")
                .at("/error/code").intValue()).isEqualTo(-32601);
    }

    @Test
    void loggingLevel_isTakenAndAWrongOneNamed() throws Exception {
        assertThat(send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"logging/setLevel\",\"params\":{\"level\":\"info\"}}")
                .get("result").isEmpty()).isTrue();
        assertThat(send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"logging/setLevel\",\"params\":{\"level\":\"loud\"}}")
                .at("/error/code").intValue()).isEqualTo(-32602);
    }
}
