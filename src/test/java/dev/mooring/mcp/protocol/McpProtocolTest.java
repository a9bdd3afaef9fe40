package dev.mooring.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.mcp.McpProperties;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class McpProtocolTest {

    private static Bridge bridge;
    private static final AtomicBoolean gate = new AtomicBoolean();
    private static final AtomicBoolean called = new AtomicBoolean();

    @BeforeAll
    static void start() throws Exception {
        bridge = new Bridge(McpProperties.defaults(), new RouteBuilder() {
            @Override
            public void configure() {
                from("ai-tool:echo?description=Echoes&parameter.text=string&parameter.count=integer").routeId("echo")
                        .setBody(header("text"));
                from("ai-tool:mark?description=Marks").routeId("mark").process(e -> called.set(true));
                from("ai-tool:broken?description=Breaks").routeId("broken").errorHandler(noErrorHandler())
                        .process(e -> {
                            throw new IllegalStateException("java.io.IOException: no answer from http://user:pw@h/x?token=abc");
                        });
                from("ai-tool:buggy?description=Breaks").routeId("buggy").errorHandler(noErrorHandler())
                        .process(e -> {
                            throw new NullPointerException("Cannot invoke \"dev.mooring.Secret.key()\"");
                        });
            }
        });
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{                                                               | -32700 | null",
        "`   `                                                           | -32700 | null",
        "hello                                                           | -32700 | null",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} trailing     | -32700 | null",
        "[]                                                              | -32600 | null",
        "42                                                              | -32600 | null",
        "null                                                            | -32600 | null",
        "{}                                                              | -32600 | null",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}           | -32600 | null",
        "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}           | -32600 | null",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}             | -32600 | null",
        "{\"jsonrpc\":\"1.0\",\"id\":5,\"method\":\"ping\"}              | -32600 | 5",
        "{\"id\":5,\"method\":\"ping\"}                                  | -32600 | 5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":7}                     | -32600 | 5",
        "{\"jsonrpc\":\"2.0\",\"id\":5}                                  | -32600 | 5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\",\"params\":[]}| -32602 | 5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"no/such\"}           | -32601 | 5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"notifications/x\"}   | -32601 | 5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"\"}                  | -32601 | 5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"initialize\"}        | -32602 | 5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\"}        | -32602 | 5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":[]}} | -32602 | 5",
        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/call\",\"params\":{\"name\":\"nope\"}} | -32602 | \"a\"",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/list\",\"params\":{\"cursor\":7}}     | -32602 | 5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/list\",\"params\":{\"cursor\":\"%%\"}} | -32602 | 5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/list\",\"params\":{\"cursor\":\"QUJD\"}} | -32602 | 5"})
    void badFrame_isAnsweredWithItsError(String frame, int code, String id) throws Exception {
        JsonNode reply = bridge.mapper.readTree(bridge.send(frame));
        assertThat(reply.at("/error/code").intValue()).isEqualTo(code);
        assertThat(reply.get("id")).hasToString(id);
        assertThat(reply.get("jsonrpc").textValue()).isEqualTo("2.0");
        assertThat(reply.at("/error/message").textValue()).isNotBlank().doesNotContain("Exception", "com.", "java.");
        assertThat(reply.has("result")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "7", "9007199254740993", "123456789012345678901234567890", "\"\"", "\"0\"",
        "\"a \\\"quoted\\\" id\"", "1.50"})
    void id_comesBackAsItCame(String id) throws Exception {
        assertThat(bridge.send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"unheard/of\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":1,\"message\":\"x\"}}"})
    void notificationOrResponse_getsNoReply(String frame) throws Exception {
        assertThat(bridge.send(frame)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"2024-11-05,2024-11-05", "2025-03-26,2025-03-26", "2025-06-18,2025-06-18", "2025-11-25,2025-11-25",
        "1999-01-01,2025-11-25"})
    void initialize_agreesOnAVersion(String asked, String agreed) throws Exception {
        JsonNode result = bridge.mapper.readTree(bridge.send(
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"%s\"}}"
                        .formatted(asked))).get("result");
        assertThat(result.get("protocolVersion").textValue()).isEqualTo(agreed);
        assertThat(result.at("/capabilities/tools/listChanged").booleanValue()).isTrue();
        assertThat(result.at("/serverInfo/name").textValue()).isEqualTo("mooring");
    }

    @Test
    void hostileJson_isRefusedAndHarmsNothing() throws Exception {
        for (String frame : List.of("[".repeat(3_000_000), "{\"a\":".repeat(1_000_000), "1".repeat(2_000_000),
                "\"" + "x".repeat(20_000_001) + "\"", "\u0000", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":"
                        + "{\"a\":".repeat(250) + "1" + "}".repeat(250) + "}")) {
            assertThat(bridge.send(frame)).contains("\"code\":-32700");
        }
        assertThat(bridge.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")).contains("\"result\":{}");
    }

    @Test
    void toolsList_pagesWithoutGapsOrRepeats() throws Exception {
        List<String> names = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        while (cursor != null) {
            JsonNode result = bridge.mapper.readTree(bridge.enter(1250, () -> true,
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{%s}}".formatted(
                            cursor.isEmpty() ? "" : "\"cursor\":\"" + cursor + "\"")).get(10, TimeUnit.SECONDS)).get("result");
            result.get("tools").forEach(tool -> names.add(tool.get("name").textValue()));
            cursor = result.path("nextCursor").textValue();
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(names).hasSize(256).contains("current-time", "calculator", "tool-249");
        assertThat(new HashSet<>(names)).hasSameSizeAs(names);
    }

    @Test
    void closedGate_nothingIsProcessedCalledOrAnswered() throws Exception {
        called.set(false);
        gate.set(false);
        String frame = Bridge.callFrame("1", "mark", "{}");
        assertThat(bridge.enter(1, gate::get, frame).get(10, TimeUnit.SECONDS)).isNull();
        assertThat(bridge.enter(1, null, frame).get(10, TimeUnit.SECONDS)).isNull();
        assertThat(bridge.enter(1, gate::get, "{").get(10, TimeUnit.SECONDS)).isNull();
        assertThat(called).isFalse();
    }

    @Test
    void gateClosesWhileTheCallWaits_toolIsNotCalled() throws Exception {
        called.set(false);
        var looks = new java.util.concurrent.atomic.AtomicInteger();
        String reply = bridge.enter(1, () -> looks.incrementAndGet() == 1, Bridge.callFrame("1", "mark", "{}"))
                .get(10, TimeUnit.SECONDS);
        assertThat(reply).isNull();
        assertThat(called).isFalse();
        assertThat(looks.get()).isEqualTo(2);
    }

    @Test
    void failingTool_isAResultThatTellsNoSecret() throws Exception {
        JsonNode broken = bridge.call("broken", "{}");
        assertThat(broken.get("isError").booleanValue()).isTrue();
        assertThat(broken.at("/content/0/text").textValue()).isEqualTo("no answer from http://***@h/x?***");
        JsonNode buggy = bridge.call("buggy", "{}");
        assertThat(buggy.get("isError").booleanValue()).isTrue();
        assertThat(buggy.at("/content/0/text").textValue()).contains("buggy", "log").doesNotContain("Secret", "invoke");
    }

    @Test
    void wrongArguments_areNamed() throws Exception {
        assertThat(bridge.call("calculator", "{}").at("/content/0/text").textValue())
                .isEqualTo("The required parameter 'expression' is missing");
        assertThat(bridge.call("echo", "{\"text\":7}").at("/content/0/text").textValue())
                .isEqualTo("The parameter 'text' must be of type string, not number");
        assertThat(bridge.call("echo", "{\"count\":1.5}").get("isError").booleanValue()).isTrue();
        assertThat(bridge.call("echo", "{\"count\":1e999999999,\"text\":\"x\"}").get("isError").booleanValue()).isFalse();
    }

    @Test
    void shippedTools_answerFromTheirFiles() throws Exception {
        assertThat(bridge.call("calculator", "{\"expression\":\"2*(3+4)^2\"}").at("/content/0/text").textValue())
                .isEqualTo("98");
        JsonNode hostile = bridge.call("calculator", "{\"expression\":\"${sys.user.home}\"}");
        assertThat(hostile.get("isError").booleanValue()).isTrue();
        assertThat(hostile.at("/content/0/text").textValue()).isEqualTo("'$' at character 1 is not expected there");
        assertThat(bridge.call("current-time", "{\"zone\":\"shanghai\"}").at("/content/0/text").textValue())
                .contains("Asia/Shanghai", "UTC+08:00");
        assertThat(bridge.call("current-time", "{}").get("isError").booleanValue()).isFalse();
        assertThat(bridge.call("current-time", "{\"zone\":\"Mars/Base, ${body}\"}").at("/content/0/text").textValue())
                .contains("no time zone 'Mars/Base, ${body}'", "Europe/Berlin");
    }

    @Test
    void framesOfMegabytes_passBothWays() throws Exception {
        String text = "ü€x".repeat(2_000_000);
        assertThat(bridge.call("echo", "{\"text\":\"" + text + "\"}").at("/content/0/text").textValue()).isEqualTo(text);
    }
}
