package dev.mooring.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.embedded.FreePort;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped simulator routes against a scripted device. */
class XiaozhiSimulatorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient();
    private int port;
    private CamelContext simulator;

    /** Answers as an MCP server with two pages of tools, and keeps what it was asked. */
    private final class Device {
        final List<JsonNode> asked = new CopyOnWriteArrayList<>();
        final WebSocket socket;

        Device(String query) throws Exception {
            socket = client.webSocket().textMessageHandler(this::answer)
                    .connect(port, "127.0.0.1", "/mcp/" + query).toCompletionStage().toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }

        private void answer(String frame) {
            try {
                JsonNode request = JSON.readTree(frame);
                asked.add(request);
                String result = switch (request.path("method").asText()) {
                    case "initialize" -> "{\"protocolVersion\":\"2024-11-05\",\"serverInfo\":{\"name\":\"d\"}}";
                    case "tools/list" -> request.path("params").path("cursor").asText().equals("2")
                            ? "{\"tools\":[{\"name\":\"time\",\"inputSchema\":{\"required\":[\"zone\"]}}]}"
                            : "{\"tools\":[{\"name\":\"odd\",\"inputSchema\":{\"required\":[\"x\"]}}],"
                                    + "\"nextCursor\":\"2\"}";
                    default -> "{\"content\":[{\"type\":\"text\",\"text\":\"ok\"}]}";
                };
                if (request.has("id")) {
                    socket().writeTextMessage("{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + ",\"result\":"
                            + result + "}");
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private WebSocket socket() {
            await().atMost(PATIENCE).until(() -> socket != null);
            return socket;
        }

        List<String> methods() {
            return asked.stream().map(each -> each.path("method").asText()).toList();
        }
    }

    @BeforeEach
    void startSimulator() throws Exception {
        System.setProperty("simulator.call-period", "200");
        System.setProperty("simulator.ping-period", "300");
        port = FreePort.any();
        simulator = SimulatorMain.start(port, "routes");
    }

    @AfterEach
    void stopAll() throws Exception {
        System.clearProperty("simulator.call-period");
        System.clearProperty("simulator.ping-period");
        client.close();
        simulator.stop();
        vertx.close();
    }

    @Test
    void device_isGreetedListedCalledAndPinged_asByXiaozhi() throws Exception {
        Device device = new Device("?token=abcdefghijklmnop");
        await().atMost(PATIENCE).until(() -> device.methods().contains("tools/call")
                && device.methods().contains("ping"));

        assertThat(device.methods()).startsWith("initialize", "notifications/initialized", "tools/list", "tools/list");
        assertThat(device.asked.get(0).get("id").isInt()).isTrue();
        assertThat(device.asked.get(0).get("id").intValue()).isZero();
        assertThat(device.asked.get(0).at("/params/protocolVersion").asText()).isEqualTo("2024-11-05");
        JsonNode call = device.asked.stream().filter(each -> each.path("method").asText().equals("tools/call"))
                .findFirst().orElseThrow();
        assertThat(call.at("/params/name").asText()).isEqualTo("time");
        assertThat(call.at("/params/arguments/zone").asText()).isEqualTo("Asia/Shanghai");
    }

    @Test
    void missingToken_isAcceptedAndThenClosedWith1008() throws Exception {
        Device device = new Device("");
        await().atMost(PATIENCE).until(device.socket::isClosed);
        assertThat(device.socket.closeStatusCode()).isEqualTo((short) 1008);
    }

    @Test
    void secondSocketOfAToken_closesTheOlder_andOthersStay() throws Exception {
        Device other = new Device("?token=somebody-else-here");
        Device older = new Device("?token=abcdefghijklmnop");
        Device newer = new Device("?token=abcdefghijklmnop");

        await().atMost(PATIENCE).until(older.socket::isClosed);
        await().atMost(PATIENCE).until(() -> newer.methods().contains("tools/call"));
        await().atMost(PATIENCE).until(() -> other.methods().contains("tools/call"));
        assertThat(older.socket.closeStatusCode()).isEqualTo((short) 1000);
        assertThat(newer.socket.isClosed()).isFalse();
        assertThat(other.socket.isClosed()).isFalse();
    }

    @Test
    void token_isNeverShownWhole() {
        assertThat(XiaozhiBroker.masked("abcdefghijklmnop")).isEqualTo("****mnop");
        assertThat(XiaozhiBroker.masked("short")).isEqualTo("****");
    }
}
