package dev.mooring.mcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.api.ApiTest;
import dev.mooring.mcp.tools.PostgresToolSync;
import dev.mooring.ownership.Grant;
import dev.mooring.ownership.OwnedConnections;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/**
 * The official suite against a service of the TypeScript SDK, with Mooring in between: over HTTP, and over a real
 * WebSocket that Mooring opened. The outcome goes to {@code target/conformance.md}.
 */
@Import(TokenAdded.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConformanceIT extends ApiTest {

    private static final String NO_CLIENT_SIDE =
            "Services are offered neither sampling nor elicitation: XiaoZhi has neither.";
    private static final String NO_SUBSCRIPTION = "Refused with -32601 and not declared; XiaoZhi never asks.";
    /** What is not kept, and why. */
    private static final Map<String, String> NOT_PASSED = new TreeMap<>(Map.of(
            "tools-call-with-logging", "A service's log messages are not passed on: its session is shared by many callers, "
                    + "and a message does not say whose it is.",
            "tools-call-sampling", NO_CLIENT_SIDE, "tools-call-elicitation", NO_CLIENT_SIDE,
            "elicitation-sep1034-defaults", NO_CLIENT_SIDE, "elicitation-sep1330-enums", NO_CLIENT_SIDE,
            "resources-subscribe", NO_SUBSCRIPTION, "resources-unsubscribe", NO_SUBSCRIPTION,
            "server-sse-polling", "Not applicable: an answer is plain JSON, or a stream that stays open until it is there."));
    private static final Set<String> ABOUT_HTTP =
            Set.of("dns-rebinding-protection", "server-sse-polling", "server-sse-multiple-streams");

    private static final Map<String, Map<String, Suite.Outcome>> outcomes = new LinkedHashMap<>();
    private static Suite suite;
    private static Suite.Script backend;

    @Autowired
    private PostgresToolSync toolSync;
    @Autowired
    private OwnedConnections connections;
    private long server;

    @BeforeAll
    static void install() throws Exception {
        suite = Suite.install();
        backend = suite.start("backend.mjs");
    }

    @AfterAll
    static void tell() throws Exception {
        TokenAdded.token.set(null);
        if (backend != null) {
            backend.close();
        }
        if (outcomes.size() == 2) {
            Files.writeString(Path.of("target", "conformance.md"), table());
        }
    }

    @BeforeEach
    void bind() {
        TokenAdded.token.set(admin());
        server = createServer(admin(), "conformance");
        bind("conformance", backend.url());
    }

    private void bind(String name, String url) {
        Answer service = post(admin(), "/api/mcp-services", "{\"name\":\"" + name + "\",\"url\":\"" + url + "\"}");
        long id = service.json().get("id").asLong();
        toolSync.sync(id);
        assertThat(post(admin(), "/api/mcp-servers/" + server + "/bindings", "{\"serviceId\":" + id + "}").status())
                .isEqualTo(201);
    }

    private String url() {
        return "http://127.0.0.1:" + port + "/mcp/" + server;
    }

    @Test
    @Order(1)
    void scenarios_passOverHttp() throws Exception {
        Map<String, Suite.Outcome> found = suite.run(url(), "over-http");
        outcomes.put("HTTP", found);
        assertPassed(found, Set.of());
    }

    @Test
    @Order(2)
    void scenarios_passOverTheWebSocket() throws Exception {
        try (SocketRelay relay = new SocketRelay()) {
            sql.sql("update mcp_server set address = ?, enabled = true where id = ?").param(relay.address()).param(server).update();
            connections.granted(List.of(new Grant(server, "conformance", 1, "test:1:1", () -> true, false)));
            await().atMost(Duration.ofSeconds(60)).until(relay::isConnected);
            Map<String, Suite.Outcome> found = suite.run(relay.url(), "over-websocket");
            outcomes.put("WebSocket", found);
            assertPassed(found, ABOUT_HTTP);
        } finally {
            connections.close(List.of(server), OwnedConnections.End.LOST);
            connections.removed(List.of(server));
        }
    }

    private static void assertPassed(Map<String, Suite.Outcome> found, Set<String> notConcerned) {
        assertThat(found).hasSizeGreaterThan(25);
        List<String> failed = new ArrayList<>();
        found.forEach((scenario, outcome) -> {
            if (!outcome.ok() && !notConcerned.contains(scenario) && !NOT_PASSED.containsKey(scenario)) {
                failed.add(scenario + " " + outcome);
            }
        });
        assertThat(failed).isEmpty();
    }

    private JsonNode rpc(String body) {
        return send(HttpRequest.newBuilder(URI.create(url())).header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream").POST(BodyPublishers.ofString(body)).build()).json();
    }

    @Test
    @Order(3)
    void metaAndStructuredContent_passBothWays() {
        JsonNode result = rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"structured\","
                + "\"arguments\":{},\"_meta\":{\"test/mine\":{\"a\":1}}}}").get("result");
        assertThat(result.at("/structuredContent/t").asDouble()).isEqualTo(21.5);
        assertThat(result.at("/_meta/test~1seen/test~1mine/a").asInt()).isEqualTo(1);
        JsonNode listed = rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}").at("/result/tools");
        assertThat(listed.findValues("outputSchema")).hasSize(1);
    }

    @Test
    @Order(4)
    void cancelledCall_isCancelledAtItsServiceToo() throws Exception {
        String session = send(HttpRequest.newBuilder(URI.create(url())).header("Content-Type", "application/json")
                .header("Accept", "application/json").POST(BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":0,"
                        + "\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}")).build())
                .http().headers().firstValue("Mcp-Session-Id").orElseThrow();
        CompletableFuture<Answer> call = CompletableFuture.supplyAsync(() -> inSession(session,
                "{\"jsonrpc\":\"2.0\",\"id\":\"w\",\"method\":\"tools/call\",\"params\":{\"name\":\"wait_until_cancelled\"}}"));
        await().pollInterval(Duration.ofMillis(300)).atMost(Duration.ofSeconds(20)).until(() -> {
            inSession(session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"w\"}}");
            return call.isDone();
        });
        assertThat(call.get(1, TimeUnit.SECONDS).status()).isEqualTo(202);
        await().pollInterval(Duration.ofMillis(300)).atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(rpc(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"cancelled_calls\"}}")
                .at("/result/content/0/text").asText()).isEqualTo("1"));
    }

    private Answer inSession(String session, String body) {
        return send(HttpRequest.newBuilder(URI.create(url())).header("Content-Type", "application/json")
                .header("Accept", "application/json").header("Mcp-Session-Id", session)
                .POST(BodyPublishers.ofString(body)).build());
    }

    @Test
    @Order(5)
    void brokenService_hidesNothingOfTheOthers_andEqualNamesAreToldApart() {
        bind("broken", "http://127.0.0.1:1/mcp");
        bind("the second", backend.url());
        JsonNode prompts = rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/list\"}").at("/result/prompts");
        assertThat(prompts.findValuesAsText("name")).contains("test_simple_prompt", "the_second_test_simple_prompt");
        assertThat(rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/get\",\"params\":{\"name\":"
                + "\"the_second_test_simple_prompt\"}}").at("/result/messages")).hasSize(1);
        assertThat(rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}").at("/result/resources")).hasSize(2);
        assertThat(rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"test://none\"}}")
                .at("/error/code").asInt()).isEqualTo(-32002);
        JsonNode hello = rpc("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                + "\"2025-06-18\"}}");
        assertThat(hello.at("/result/capabilities").toString()).contains("tools", "resources", "prompts", "completions")
                .doesNotContain("subscribe", "logging");
    }

    private static String table() throws IOException {
        StringBuilder table = new StringBuilder("`%s` %s, Node.js %s\n\n".formatted(Suite.PACKAGE, suite.version(), suite.node()))
                .append("| scenario | over HTTP | over the WebSocket | |\n|---|---|---|---|\n");
        outcomes.get("HTTP").forEach((scenario, http) -> {
            Suite.Outcome socket = outcomes.get("WebSocket").getOrDefault(scenario, new Suite.Outcome(0, 0));
            boolean none = "server-sse-polling".equals(scenario);
            table.append("| %s | %s | %s | %s |\n".formatted(scenario, none ? "-" : cell(http),
                    ABOUT_HTTP.contains(scenario) ? "-" : cell(socket), NOT_PASSED.getOrDefault(scenario, "")));
        });
        return table.toString();
    }

    private static String cell(Suite.Outcome outcome) {
        return outcome.ok() ? "passed" : "not passed";
    }
}
