package dev.mooring.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.mooring.mcp.backend.McpTestServer;
import dev.mooring.testbed.Api;
import dev.mooring.testbed.TestRedis;
import dev.mooring.testbed.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One call from the endpoint through the program to an MCP server of the SDK and back, as a collector sees it. */
class TracesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Bodies of OTLP over HTTP, which are protobuf; names and ids stand in them as they are. */
    private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();
    private static final HttpServer COLLECTOR = collector();

    @RegisterExtension
    static final Testbed bed = new Testbed(1, TestRedis::start, List.of("--mooring.tracing.endpoint=http://127.0.0.1:"
            + COLLECTOR.getAddress().getPort() + "/v1/traces"));

    private static HttpServer collector() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/traces", exchange -> {
                RECEIVED.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() {
        COLLECTOR.stop(0);
    }

    @Test
    void callThatReachesAnHttpBackend_isOneTrace_thatTheBackendIsToldOf() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (McpTestServer backend = new McpTestServer("hello ")) {
            backend.gate = request -> {
                if (request.getHeader("traceparent") != null) {
                    told.add(request.getHeader("traceparent"));
                }
                return 0;
            };
            Api api = bed.api();
            long service = api.send("POST", "/api/mcp-services", Map.of("name", "greeter", "url", backend.url())).body()
                    .path("id").asLong();
            assertThat(api.send("POST", "/api/mcp-services/" + service + "/sync", null).status()).isLessThan(300);
            long server = bed.register("traced");
            assertThat(api.send("POST", "/api/mcp-servers/" + server + "/bindings", Map.of("serviceId", service)).status())
                    .isEqualTo(201);
            bed.judge().tool("greet", "{\"name\":\"%d\"}");
            bed.judge().want("traced", true);
            api.enable(server);
            bed.settle(PATIENCE);
            assertThat(told).as("what is no call is not traced").isEmpty();
            await().atMost(PATIENCE).until(() -> {
                if (bed.judge().verdict(0).calls().sent() == 0) {
                    bed.judge().call("traced"); // to nobody, as long as the connection is not initialised
                }
                return bed.judge().verdict(0).calls().answered() > 0;
            });
            assertThat(told).isNotEmpty();
            String traceId = told.get(0).split("-")[1];
            String wired = new String(HexFormat.of().parseHex(traceId), StandardCharsets.ISO_8859_1);
            await().atMost(PATIENCE).until(() -> RECEIVED.stream().anyMatch(body -> body.contains(wired)));
            String all = String.join("", RECEIVED);
            assertThat(all).contains("tools/call greet", "tool greet", "backend tools/call", "answer", "mooring.server.id",
                    "mooring.epoch", "greeter").doesNotContain("s3cret").doesNotContain("hello ").doesNotContain("token=");
        }
    }
}
