package dev.mooring.mcp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.api.ApiTest;
import dev.mooring.api.StandIns;
import dev.mooring.connection.Outbound;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The HTTP face, as other MCP clients meet it. */
class McpOverHttpTest extends ApiTest {

    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{"
            + "\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    @Autowired
    private McpSessions sessions;
    @Autowired
    private StandIns.Calls calls;
    @Autowired
    private CamelContext camel;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private String owner;
    private long server;

    @BeforeEach
    void begin() throws Exception {
        owner = user("olga");
        server = createServer(owner, "kitchen");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("ai-tool:wait-for-test?description=Waits").routeId("wait-for-test").errorHandler(noErrorHandler())
                        .process(e -> {
                            entered.countDown();
                            release.await();
                        });
            }
        });
    }

    @AfterEach
    void end() throws Exception {
        release.countDown();
        camel.getRouteController().stopRoute("wait-for-test");
        camel.removeRoute("wait-for-test");
    }

    private HttpRequest.Builder request(String token, long id, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp/" + id))
                .header("Content-Type", "application/json").header("Accept", "application/json, text/event-stream");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    private Answer rpc(String body, String... headers) {
        return send(request(owner, server, headers).POST(BodyPublishers.ofString(body)).build());
    }

    private String session() {
        Answer hello = rpc(INITIALIZE);
        assertThat(hello.json().at("/result/protocolVersion").asText()).isEqualTo("2025-06-18");
        return hello.http().headers().firstValue("Mcp-Session-Id").orElseThrow();
    }

    @Test
    void client_initializesListsAndCalls() {
        String session = session();
        Answer listed = rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", "Mcp-Session-Id", session,
                "MCP-Protocol-Version", "2025-06-18");
        assertThat(listed.json().at("/result/tools").findValuesAsText("name")).contains("calculator", "current-time");
        Answer called = rpc("{\"jsonrpc\":\"2.0\",\"id\":\"c\",\"method\":\"tools/call\",\"params\":{\"name\":\"calculator\","
                + "\"arguments\":{\"expression\":\"6*7\"}}}", "Mcp-Session-Id", session);
        assertThat(called.contentType()).isEqualTo("application/json");
        assertThat(called.json().at("/result/content/0/text").asText()).isEqualTo("42");
        assertThat(called.json().at("/id").asText()).isEqualTo("c");
        Answer note = rpc("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", "Mcp-Session-Id", session);
        assertThat(note.status()).isEqualTo(202);
        assertThat(note.http().body()).isEmpty();
    }

    @Test
    void nobodyButItsUserAndAnAdmin_seesThatThereIsAServer() {
        assertThat(send(request(null, server).POST(BodyPublishers.ofString(PING)).build()).status()).isEqualTo(401);
        assertThat(send(request("nonsense", server).POST(BodyPublishers.ofString(PING)).build()).status()).isEqualTo(401);
        String other = user("peter");
        for (String method : List.of("POST", "GET", "DELETE")) {
            assertThat(send(request(other, server).method(method, BodyPublishers.ofString(PING)).build()).status())
                    .isEqualTo(404);
        }
        assertThat(send(request(owner, server + 1).POST(BodyPublishers.ofString(PING)).build()).status()).isEqualTo(404);
        assertThat(send(request(admin(), server).POST(BodyPublishers.ofString(PING)).build()).status()).isEqualTo(200);
        assertThat(send(owner, "POST", "/mcp", PING, "application/json").status()).isEqualTo(404);
        assertThat(send(owner, "POST", "/mcp/x", PING, "application/json").json().get("detail").asText()).contains("/mcp/");
    }

    @Test
    void apiToken_servesUntilItIsDeleted_andIsToldOnce() {
        Answer made = post(owner, "/api/tokens", "{\"name\":\"inspector\"}");
        assertThat(made.status()).as(made.http().body()).isEqualTo(201);
        String token = made.json().get("token").asText();
        assertThat(send(request(token, server).POST(BodyPublishers.ofString(PING)).build()).status()).isEqualTo(200);
        assertThat(get(token, "/api/auth/me").json().get("username").asText()).isEqualTo("olga");
        assertThat(get(owner, "/api/tokens").http().body()).contains("inspector").doesNotContain(token);
        assertThat(sql.sql("select token_hash from api_token").query(String.class).list()).noneMatch(token::contains);
        assertThat(post(owner, "/api/tokens", "{}").status()).isEqualTo(400);
        String path = "/api/tokens/" + made.json().get("id").asLong();
        assertThat(delete(user("rita"), path).status()).isEqualTo(404);
        assertThat(delete(token, path).status()).isEqualTo(204);
        assertThat(send(request(token, server).POST(BodyPublishers.ofString(PING)).build()).status()).isEqualTo(401);
        assertThat(get(token + "x", "/api/auth/me").json().get("detail").asText()).contains("not valid");
    }

    @Test
    void anotherUsersSession_isOfNoUse() {
        String session = session();
        Answer adminsOwn = send(request(admin(), server, "Mcp-Session-Id", session).DELETE().build());
        assertThat(adminsOwn.status()).as("ends none but the caller's own").isEqualTo(204);
        assertThat(rpc(PING, "Mcp-Session-Id", session).status()).isEqualTo(200);
    }

    @Test
    void pagesOfOtherOrigins_areRefused() {
        assertThat(rpc(PING, "Origin", "https://evil.example").status()).isEqualTo(403);
        assertThat(rpc(PING, "Origin", "null").status()).isEqualTo(403);
        assertThat(rpc(PING, "Origin", "http://localhost.evil.example").status()).isEqualTo(403);
        assertThat(rpc(PING, "Origin", "http://localhost:6274").status()).isEqualTo(200);
    }

    @Test
    void badRequests_areToldWhatIsWrong() {
        assertThat(rpc("{").status()).isEqualTo(400);
        assertThat(rpc("{").json().at("/error/code").asInt()).isEqualTo(-32700);
        assertThat(rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no/such\"}").json().at("/error/code").asInt())
                .isEqualTo(-32601);
        assertThat(rpc(PING, "Content-Type", "text/plain").status()).isEqualTo(415);
        assertThat(rpc(PING, "Accept", "text/html").status()).isEqualTo(406);
        assertThat(rpc(PING, "MCP-Protocol-Version", "1999-01-01").json().get("detail").asText()).contains("2025-11-25");
        assertThat(rpc(PING, "Mcp-Session-Id", "../../x").status()).isEqualTo(404);
        assertThat(send(request(owner, server).method("PUT", BodyPublishers.ofString(PING)).build()).status()).isEqualTo(405);
        assertThat(send(request(owner, server, "Accept", "application/json").GET().build()).status()).isEqualTo(406);
        assertThat(send(request(owner, server).GET().build()).status()).isEqualTo(400);
    }

    @Test
    void endedSession_isGone_andOneOfAnotherInstanceGoesOnHere() {
        String session = session();
        assertThat(send(request(owner, server, "Mcp-Session-Id", session).DELETE().build()).status()).isEqualTo(204);
        assertThat(rpc(PING, "Mcp-Session-Id", session).status()).isEqualTo(404);
        assertThat(send(request(owner, server, "Mcp-Session-Id", session).DELETE().build()).status()).isEqualTo(404);
        String elsewhere = "0123456789abcdef0123456789abcdef";
        assertThat(rpc("[" + PING + "]", "Mcp-Session-Id", elsewhere, "MCP-Protocol-Version", "2025-06-18")
                .json().at("/error/message").asText()).contains("2025-06-18");
    }

    @Test
    void calls_areListedForTheServersUser_withoutTheirArguments() {
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"calculator\",\"arguments\":%s}}";
        rpc(call.formatted("{\"expression\":\"1+1\"}"));
        rpc(call.formatted("{\"expression\":\"1+\"}"));
        rpc(call.formatted("{}"));
        String path = "/api/mcp-servers/" + server + "/calls";
        await().untilAsserted(() -> assertThat(get(owner, path).json().get("total").asInt()).isEqualTo(3));
        JsonNode items = get(owner, path).json().get("items");
        assertThat(items.findValuesAsText("outcome")).containsExactly("REFUSED", "FAILED", "OK");
        assertThat(items.get(2).get("tool").asText()).isEqualTo("calculator");
        assertThat(items.get(2).get("service").asText()).isEqualTo("routes");
        assertThat(items.get(2).get("over").asText()).isEqualTo("http");
        assertThat(items.get(2).get("instanceId").asText()).isEqualTo("host:1:boot");
        assertThat(items.toString()).doesNotContain("expression");
        assertThat(get(owner, path + "?page=1&size=2").json().get("items")).hasSize(1);
        assertThat(get(user("quentin"), path).status()).isEqualTo(404);
        calls.down = true;
        try {
            assertThat(get(owner, path).status()).isEqualTo(503);
        } finally {
            calls.down = false;
        }
    }

    @Test
    void batch_isAnsweredInOneExchange() {
        Answer answer = rpc("[" + PING + ",{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]");
        assertThat(answer.json()).hasSize(1);
    }

    @Test
    void cancelledRequest_endsWithoutAnswer_andFromAnotherRequestOnly() throws Exception {
        String session = session();
        CompletableFuture<HttpResponse<String>> call = client.sendAsync(request(owner, server, "Mcp-Session-Id", session)
                .POST(BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{"
                        + "\"name\":\"wait-for-test\"}}")).build(), BodyHandlers.ofString());
        entered.await();
        assertThat(rpc("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":5}}",
                "Mcp-Session-Id", session).status()).isEqualTo(202);
        HttpResponse<String> ended = call.get(10, TimeUnit.SECONDS);
        assertThat(ended.statusCode()).isEqualTo(202);
        assertThat(ended.body()).isEmpty();
    }

    @Test
    void listener_hearsWhatIsSentToItsServerOnly() throws Exception {
        String session = session();
        HttpResponse<InputStream> stream = client.send(request(owner, server, "Mcp-Session-Id", session).GET().build(),
                BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith(":");
            Outbound outbound = sessions;
            assertThat(outbound.send(server + 1, "{\"not\":\"yours\"}")).isFalse();
            assertThat(outbound.send(server, "{\"a\":1}")).isTrue();
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("event: message");
            assertThat(lines.readLine()).isEqualTo("data: {\"a\":1}");
            assertThat(send(request(owner, server, "Mcp-Session-Id", session).DELETE().build()).status()).isEqualTo(204);
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).as("the stream ends with its session").isNull();
        }
        await().untilAsserted(() -> assertThat(sessions.send(server, "{}")).isFalse());
    }
}
