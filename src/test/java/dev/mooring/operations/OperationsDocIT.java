package dev.mooring.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.judge.Behaviour;
import dev.mooring.testbed.Api;
import dev.mooring.testbed.Folders;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.TcpProxy;
import dev.mooring.testbed.TestPostgres;
import dev.mooring.testbed.TestRedis;
import dev.mooring.testbed.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.util.FileSystemUtils;

/**
 * What {@code docs/operations.md} says that one sees, provoked on real processes: the lines of the log and the fields of
 * answers that the page quotes must appear. Two instances; the second reaches Redis and PostgreSQL through proxies.
 */
class OperationsDocIT {

    private static final Path ROUTES = Folders.temporary("routes");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PAGE = page();

    static {
        try {
            FileSystemUtils.copyRecursively(Path.of("routes"), ROUTES);
            Files.writeString(ROUTES.resolve("tools/slow.camel.yaml"), """
                    - route:
                        id: tool-slow
                        errorHandler:
                          noErrorHandler: {}
                        from:
                          uri: ai-tool:slow
                          parameters:
                            description: "Takes its time."
                          steps:
                            - delay:
                                constant: 4000
                    """);
            Files.writeString(ROUTES.resolve("tools/broken.camel.yaml"),
                    "- route:\n    id: tool-broken\n    from:\n      uri: ai-tool:broken?description=b\n      steps:\n        - to: nosuch:thing\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @RegisterExtension
    static final Testbed bed = new Testbed(1, TestRedis::start, List.of("--mooring.routes-dir=" + ROUTES,
            "--mooring.mcp.tool-timeout=2s", "--mooring.connection-monitor.reconnect-cooldown=3s"));

    private static TcpProxy redisProxy;
    private static TcpProxy postgresProxy;
    private static Instance second;

    @BeforeAll
    static void startTheSecond() {
        redisProxy = TcpProxy.to(bed.redis().port());
        postgresProxy = TcpProxy.to(TestPostgres.shared().port());
        second = bed.start(bed.database().via(postgresProxy.port()), "redis://127.0.0.1:" + redisProxy.port()).awaitReady();
    }

    @AfterAll
    static void endTheProxies() {
        redisProxy.close();
        postgresProxy.close();
    }

    private static String page() {
        try {
            return Files.readString(Path.of("docs/operations.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instance first() {
        return bed.running().get(0);
    }

    /** Waits until the instance's log says what the page quotes. */
    private static void logged(Instance instance, String quoted) {
        told(quoted);
        await(quoted).atMost(PATIENCE).until(() -> instance.log().contains(quoted));
    }

    private static void loggedSomewhere(String quoted) {
        told(quoted);
        await(quoted).atMost(PATIENCE).until(() -> bed.running().stream().anyMatch(each -> each.log().contains(quoted)));
    }

    private static void told(String quoted) {
        assertThat(PAGE.contains(quoted)).as("docs/operations.md should quote: " + quoted).isTrue();
    }

    private static JsonNode connection(long server, Predicate<JsonNode> wanted) {
        await().atMost(PATIENCE).until(() -> wanted.test(bed.api().connection(server)));
        return bed.api().connection(server);
    }

    private static int readiness(Instance instance) {
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(instance.url() + "/actuator/health/readiness"))
                    .build(), HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode member(Api asked, Instance instance) {
        return asked.members().stream().filter(each -> instance.owns(each.path("instanceId").asText())).findFirst().orElseThrow();
    }

    @Test
    void notReconnecting_lastErrorSaysWhy() {
        long server = bed.api().create("cellar", "ws://127.0.0.1:1/mcp/?token=cellar-token");
        bed.api().enable(server);
        JsonNode seen = connection(server, state -> state.path("reconnectAttempts").asInt() >= 2);
        told("\"lastError\":\"" + seen.path("lastError").asText() + "\"");
        loggedSomewhere("reconnect attempt 2 in ");
        loggedSomewhere("the endpoint refused the TCP connection server=");
        bed.api().delete(server);
    }

    @Test
    void tokenRejected_isToldAsSuch_andHealsWithANewAddress() {
        bed.judge().behave("guest", Behaviour.closing(1008, 0));
        long server = bed.register("guest");
        bed.api().enable(server);
        JsonNode seen = connection(server, state -> state.path("lastError").asText().contains("token"));
        told("\"lastError\":\"" + seen.path("lastError").asText() + "\"");
        told("\"status\":\"" + connection(server, state -> !state.path("status").asText().equals("Connecting")).path("status").asText()
                + "\"");
        loggedSomewhere("the endpoint refused the token (close 1008); register the address anew with a valid token");
        bed.api().send("PUT", "/api/mcp-servers/" + server, Map.of("address", bed.judge().address("welcome")));
        connection(server, state -> state.path("status").asText().equals("Connected"));
        bed.api().delete(server);
    }

    @Test
    void connectedTwice_theTwoCloseEachOther() {
        bed.judge().behave("twin", Behaviour.relay());
        long one = bed.register("twin");
        long other = bed.api().create("twin, again", bed.judge().address("twin"));
        bed.api().enable(List.of(one, other));
        loggedSomewhere("connection closed: the endpoint closed the connection (close 1000)");
        await().atMost(PATIENCE).until(() -> bed.judge().sockets(0).stream().filter(socket -> socket.server().equals("twin")).count() > 4);
        bed.api().delete(one);
        bed.api().delete(other);
    }

    @Test
    void toolsMissing_aBrokenFileAndAServiceThatIsDown_sayWhy() {
        JsonNode file = null;
        for (JsonNode each : bed.api().send("GET", "/api/routes?size=200", null).body().path("items")) {
            file = each.path("file").asText().endsWith("broken.camel.yaml") ? each : file;
        }
        assertThat(file).isNotNull();
        told("\"state\":\"" + file.path("state").asText() + "\",");
        told("\"line\":" + file.path("line").asInt() + ",\"error\":\"" + file.path("error").asText() + "\"");
        logged(first(), "refused: there is no component 'nosuch'");
        JsonNode service = bed.api().send("POST", "/api/mcp-services", Map.of("name", "weather", "url", "http://127.0.0.1:1/mcp")).body();
        told("\"syncError\":\"" + service.path("syncError").asText() + "\"");
    }

    @Test
    void toolThatTakesTooLong_isAnsweredAndRecorded() {
        long server = bed.register("slow");
        bed.judge().tool("slow", "{}");
        bed.api().enable(server);
        connection(server, state -> state.path("status").asText().equals("Connected"));
        bed.judge().call("slow");
        String path = "/api/mcp-servers/" + server + "/calls";
        await().atMost(PATIENCE).until(() -> bed.api().send("GET", path, null).body().path("items").size() > 0);
        JsonNode call = bed.api().send("GET", path, null).body().path("items").get(0);
        told("\"outcome\":\"" + call.path("outcome").asText() + "\"");
        assertThat(call.path("tool").asText()).isEqualTo("slow");
        loggedSomewhere("The tool 'slow' did not answer within ");
        bed.judge().tool("calculator", "{\"expression\":\"%d\"}");
        bed.api().delete(server);
    }

    @Test
    void redisLostItsData_locksComeBack_andConnectionsStay() {
        long server = bed.enable("stay", 1).get("stay1");
        bed.settle(PATIENCE);
        long since = bed.judge().now();
        bed.redis().commands().flushall();
        loggedSomewhere("lease is gone from Redis, putting it back instance=");
        loggedSomewhere(" locks put back instance=");
        await().atMost(PATIENCE).until(() -> bed.redis().commands().get("mcp:lock:connection:" + server) != null);
        assertThat(bed.judge().verdict(since).handshakes()).isZero();
        bed.clear();
    }

    @Test
    void instanceNotReady_whileItCannotReachRedis_andComesBackByItself() {
        redisProxy.cut();
        logged(second, "Redis does not answer (");
        await().atMost(PATIENCE).until(() -> readiness(second) == 503);
        logged(second, "all connections are closed, starting over under a new id instance=");
        redisProxy.restore();
        await().atMost(PATIENCE).until(() -> readiness(second) == 200);
        logged(second, "lease acquired instance=");
    }

    @Test
    void postgresDown_connectionsStay_andTheApiSays503() {
        bed.enable("kept", 4);
        bed.settle(PATIENCE);
        Api api = second.api();
        long since = bed.judge().now();
        int port = postgresProxy.port();
        postgresProxy.close();
        await().atMost(PATIENCE).until(() -> api.send("GET", "/api/mcp-servers", null).status() == 503);
        told("\"detail\":\"" + api.send("GET", "/api/mcp-servers", null).body().path("detail").asText() + "\"");
        assertThat(bed.judge().verdict(since).handshakes()).isZero();
        postgresProxy = TcpProxy.at("127.0.0.1", port, TestPostgres.shared().port());
        await().atMost(PATIENCE).until(() -> api.send("GET", "/api/mcp-servers", null).status() == 200);
        bed.clear();
    }

    @Test
    void drained_itHandsEverythingOver_andTakesAgainAfterwards() {
        bed.enable("moved", 4);
        bed.settle(PATIENCE);
        String id = second.api().ownInstanceId();
        assertThat(bed.api().send("POST", "/api/cluster/instances/" + id + "/drain", null).status()).isEqualTo(204);
        logged(second, "draining: connections are handed over, none is taken instance=");
        String draining = "\"phase\":\"DRAINING\"";
        told(draining);
        await().atMost(PATIENCE).until(() -> member(first().api(), second).toString().contains(draining));    // with a beat
        await().atMost(PATIENCE).until(() -> member(first().api(), second).path("owned").asInt() == 0);
        bed.settle(PATIENCE);
        assertThat(bed.api().send("DELETE", "/api/cluster/instances/" + id + "/drain", null).status()).isEqualTo(204);
        logged(second, "no longer draining instance=");
        bed.clear();
    }
}
