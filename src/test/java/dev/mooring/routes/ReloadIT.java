package dev.mooring.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.judge.Verdict;
import dev.mooring.testbed.Folders;
import dev.mooring.testbed.TestRedis;
import dev.mooring.testbed.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.util.FileSystemUtils;

/** The shipped route files, edited while a real instance answers calls without a pause. */
class ReloadIT {

    private static final Path ROUTES = copyOfRoutes();

    @RegisterExtension
    static final Testbed bed = new Testbed(1, TestRedis::start, List.of("--mooring.routes-dir=" + ROUTES));

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Path copyOfRoutes() {
        Path folder = Folders.temporary("routes");
        try {
            FileSystemUtils.copyRecursively(Path.of("routes"), folder);
            Files.writeString(folder.resolve("tools/broken.camel.yaml"), "- route:\n    id: tool-broken\n    from:\n"
                    + "      uri: ai-tool:broken?description=b\n      steps:\n        - to: nosuch:thing\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    @AfterEach
    void asShipped() throws IOException {
        bed.clear();
    }

    private static void edit(String file, UnaryOperator<String> change) {
        try {
            String before = Files.readString(ROUTES.resolve(file));
            String after = change.apply(before);
            assertThat(after).as("the edit of " + file).isNotEqualTo(before);
            Files.writeString(ROUTES.resolve(file), after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode file(String name) {
        for (JsonNode file : bed.api().send("GET", "/api/routes?size=200", null).body().path("items")) {
            if (file.path("file").asText().endsWith("/" + name)) {
                return file;
            }
        }
        return null;
    }

    private static String log() {
        return bed.running().get(0).log();
    }

    private static void awaitTaken(String name, int times) {
        await().atMost(PATIENCE).until(() -> log().split(name + ": taken over", -1).length > times);
    }

    /** A step that shows in the log, at the end of the route's steps or before the given one. */
    private static UnaryOperator<String> logging(String before, String what) {
        return text -> text.replaceFirst("(?m)^( *)" + java.util.regex.Pattern.quote(before),
                "$1- log: \"" + what + "\"\n$1" + java.util.regex.Matcher.quoteReplacement(before));
    }

    @Test
    void pipelinesEditedUnderSteadyCalls_failNoCall_closeNoSocket() {
        bed.enable("steady", 5);
        bed.settle(PATIENCE);
        long since = bed.judge().now();
        bed.judge().calls(20);
        for (int round = 1; round <= 3; round++) {
            String what = "edit " + round;
            edit("mcp-tools-call.camel.yaml", logging("- bean:\n            ref: mcpTools\n            method: call", what + " call"));
            edit("mcp-protocol.camel.yaml", logging("- bean:\n            ref: mcpProtocol\n            method: parse", what + " frame"));
            edit("heartbeat.camel.yaml", logging("- bean:", what + " heartbeat"));
            edit("stale-detection.camel.yaml", logging("- filter:", what + " stale"));
            edit("api-answers.camel.yaml", logging("- marshal:", what + " answer"));
            edit("rest-cluster.camel.yaml", text -> text.replaceFirst("the instances.* with", "the instances, " + what + ", with"));
            edit("tools/calculator.camel.yaml", logging("- setBody:", what + " tool"));
            awaitTaken("mcp-tools-call.camel.yaml", round);
            awaitTaken("rest-cluster.camel.yaml", round);
            awaitTaken("calculator.camel.yaml", round);
            assertThat(bed.api().cluster().path("instances")).hasSize(1);
            await().atMost(PATIENCE).until(() -> log().contains(what + " call") && log().contains(what + " frame")
                    && log().contains(what + " tool") && log().contains(what + " answer"));
        }
        edit("mcp-protocol.camel.yaml", text -> text.replaceFirst("ref: mcpProtocol\n +method: parse", "ref: nobody\n            method: parse"));
        await().atMost(PATIENCE).until(() -> file("mcp-protocol.camel.yaml").path("state").asText().equals("refused"));
        assertThat(file("mcp-protocol.camel.yaml").path("error").asText()).isEqualTo("there is no bean 'nobody'");
        assertThat(file("mcp-protocol.camel.yaml").path("routes").get(0).asText()).isEqualTo("mcp-protocol");
        assertThat(log()).containsPattern("mcp-protocol.camel.yaml:\\d+: refused: there is no bean 'nobody'; what it said before goes on");
        bed.judge().calls(0);
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(since).calls().inFlight() == 0);
        Verdict verdict = bed.judge().verdict(since);
        assertThat(verdict.clean()).as(verdict.toString()).isTrue();
        assertThat(verdict.calls().sent()).isGreaterThan(500);
        assertThat(verdict.calls().errors()).as(verdict.toString()).isZero();
        assertThat(verdict.calls().lostWithSocket()).isZero();
        assertThat(verdict.handshakes()).as("sockets opened since").isZero();
        edit("mcp-protocol.camel.yaml", text -> text.replace("ref: nobody", "ref: mcpProtocol"));
        await().atMost(PATIENCE).until(() -> file("mcp-protocol.camel.yaml").path("state").asText().equals("loaded"));
    }

    @Test
    void toolThatIsBrokenAtTheStart_isRefused_andMendedWithoutARestart() {
        assertThat(file("broken.camel.yaml").path("error").asText()).isEqualTo("there is no component 'nosuch'");
        assertThat(file("broken.camel.yaml").path("line").asInt()).isEqualTo(6);
        assertThat(file("calculator.camel.yaml").path("state").asText()).isEqualTo("loaded");
        edit("tools/broken.camel.yaml", text -> text.replace("nosuch:thing", "log:thing"));
        await().atMost(PATIENCE).until(() -> bed.api().send("GET", "/api/mcp-services/1/tools", null).body().toString().contains("\"broken\""));
    }

    @Test
    void restPaths_comeAndGoWithTheirFile() throws IOException {
        RoutesRig.write(ROUTES, "rest-hello.camel.yaml", """
                - rest:
                    id: rest-hello
                    path: /api/hello
                    get:
                      - id: hello-get
                        to: direct:hello-get
                - route:
                    id: api-hello
                    routeConfigurationId: api-errors
                    from:
                      uri: direct:hello-get
                      steps:
                        - setBody:
                            simple: "hello"
                        - to: direct:api-answer
                """);
        await().atMost(PATIENCE).until(() -> bed.api().send("GET", "/api/hello", null).status() == 200);
        assertThat(bed.api().send("GET", "/api/openapi.json", null).body().path("paths").has("/api/hello")).isTrue();
        Files.delete(ROUTES.resolve("rest-hello.camel.yaml"));
        await().atMost(PATIENCE).until(() -> bed.api().send("GET", "/api/hello", null).status() == 404);
        assertThat(bed.api().send("GET", "/api/openapi.json", null).body().path("paths").has("/api/hello")).isFalse();
        assertThat(bed.api().cluster().path("instances")).hasSize(1);
    }

    @Test
    void editedTemplate_touchesNoConnection_andHoldsFromARestartOn() {
        long server = bed.enable("template", 1).get("template1");
        bed.settle(PATIENCE);
        long since = bed.judge().now();
        edit("server-connection.camel.yaml", logging("- to: direct:mcp-frame", "template edited"));
        awaitTaken("server-connection.camel.yaml", 1);
        bed.judge().call("template1");
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(since).calls().answered() == 1);
        assertThat(bed.judge().verdict(since).handshakes()).isZero();
        assertThat(log()).doesNotContain("mcp-server-" + server + " template edited");
        bed.api().send("POST", "/api/mcp-servers/" + server + "/restart", null);
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(since).handshakes() == 1 && bed.judge().verdict(since).settled());
        bed.judge().call("template1");
        await().atMost(PATIENCE).until(() -> log().contains("template edited"));
        Verdict verdict = bed.judge().verdict(since);
        assertThat(verdict.clean()).as(verdict.toString()).isTrue();
        assertThat(verdict.overlap().sockets()).isZero();
    }

    @Test
    void severalChangesWithinAMoment_leadToOneReconnect_ofTheServersConcerned() throws Exception {
        long server = bed.enable("changed", 1).get("changed1");
        bed.enable("other", 1);
        bed.settle(PATIENCE);
        long since = bed.judge().now();
        String bindings = "/api/mcp-servers/" + server + "/bindings";
        long binding = bed.api().send("GET", bindings, null).body().path("items").get(0).path("id").asLong();
        for (String tool : List.of("calculator", "current-time", "nothing")) {
            assertThat(bed.api().send("PUT", bindings + "/" + binding, Map.of("tools", List.of("calculator", tool))).status()).isEqualTo(200);
        }
        awaitHandshakes(since, 1);
        try (Connection sql = bed.database().dataSource().getConnection(); Statement statement = sql.createStatement()) {
            statement.executeUpdate("update mcp_server set address = replace(address, '127.0.0.1', 'localhost') where id = " + server);
            statement.executeUpdate("update mcp_binding set tools = null where id = " + binding);
        }
        awaitHandshakes(since, 2);
        Verdict verdict = bed.judge().verdict(since);
        assertThat(verdict.overlap().sockets()).isZero();
        assertThat(bed.judge().sockets(since).stream().filter(socket -> socket.server().startsWith("other"))).hasSize(1);
    }

    @Test
    void toolWithAnotherDescription_reconnectsTheServersThatOfferIt_andOthersNot() {
        long chosen = bed.enable("chosen", 1).get("chosen1");
        long unchosen = bed.enable("unchosen", 1).get("unchosen1");
        bed.settle(PATIENCE);
        long before = bed.judge().now();
        choose(chosen, "current-time");
        choose(unchosen, "calculator");
        awaitHandshakes(before, 2);
        bed.settle(PATIENCE);
        long since = bed.judge().now();
        edit("tools/current-time.camel.yaml", text -> text.replace("Tells the current date", "Knows the current date"));
        awaitHandshakes(since, 1);
        edit("tools/current-time.camel.yaml", logging("- setBody:", "steps alone"));
        awaitTaken("current-time.camel.yaml", 2);
        edit("tools/current-time.camel.yaml", text -> text.replace("Knows the current date", "Tells the current date"));
        awaitHandshakes(since, 2);
        assertThat(bed.judge().sockets(since).stream().filter(socket -> socket.server().startsWith("unchosen"))).hasSize(1);
    }

    private static void choose(long server, String tool) {
        String bindings = "/api/mcp-servers/" + server + "/bindings";
        long binding = bed.api().send("GET", bindings, null).body().path("items").get(0).path("id").asLong();
        bed.api().send("PUT", bindings + "/" + binding, Map.of("tools", List.of(tool)));
    }

    private static void awaitHandshakes(long since, int count) {
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(since).handshakes() >= count && bed.judge().verdict(since).settled());
        assertThat(bed.judge().verdict(since).handshakes()).isEqualTo(count);
    }
}
