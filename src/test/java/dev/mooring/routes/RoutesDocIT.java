package dev.mooring.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.testbed.Folders;
import dev.mooring.testbed.Instance;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.util.FileSystemUtils;

/** What {@code docs/routes.md} shows, done to the routes of two running instances as a reader would. */
class RoutesDocIT {

    private static final Path ROUTES = Folders.temporary("routes");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RoutesPage PAGE = new RoutesPage();
    private static final String BROKEN = "A broken file";
    private static int applied;

    static {
        shipped();
    }

    @RegisterExtension
    static final Testbed bed = new Testbed(2, TestRedis::start, List.of("--mooring.routes-dir=" + ROUTES));

    private static void shipped() {
        try {
            Set<Path> wanted = new TreeSet<>();
            FileSystemUtils.copyRecursively(Path.of("routes"), ROUTES);
            try (Stream<Path> files = Files.walk(Path.of("routes"))) {
                files.forEach(file -> wanted.add(ROUTES.resolve(Path.of("routes").relativize(file))));
            }
            try (Stream<Path> files = Files.walk(ROUTES)) {
                for (Path file : files.filter(Files::isRegularFile).filter(file -> !wanted.contains(file)).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void asShipped() {
        bed.clear();
        shipped();
        await().atMost(PATIENCE).until(() -> bed.running().stream().allMatch(each -> files(each).values().stream()
                .allMatch(file -> file.path("state").asText().equals("loaded"))
                && files(each).keySet().stream().noneMatch(name -> name.contains("/my-"))));
    }

    @AfterAll
    static void everyExampleWasTried() {
        assertThat(applied).as("examples of docs/routes.md that were tried").isEqualTo(PAGE.examples());
    }

    /** Does what the section says, and waits until both instances have taken it over. */
    private static void apply(String section) {
        Map<Instance, Map<String, JsonNode>> before = bed.running().stream()
                .collect(Collectors.toMap(each -> each, RoutesDocIT::files));
        List<String> changed = PAGE.apply(section, ROUTES);
        applied += changed.size();
        assertThat(changed).isNotEmpty();
        await().atMost(PATIENCE).until(() -> before.keySet().stream().allMatch(each -> changed.stream().allMatch(name -> {
            JsonNode file = files(each).get("routes/" + name);
            return file != null && !file.equals(before.get(each).get("routes/" + name))
                    && file.path("state").asText().equals(section.equals(BROKEN) ? "refused" : "loaded");
        })));
    }

    private static Map<String, JsonNode> files(Instance instance) {
        Map<String, JsonNode> files = new java.util.TreeMap<>();
        instance.api().send("GET", "/api/routes?size=200", null).body().path("items").forEach(file -> {
            String name = file.path("file").asText();
            files.put("routes/" + name.substring(name.indexOf(ROUTES.getFileName().toString()) < 0 ? name.indexOf('/') + 1
                    : name.indexOf(ROUTES.getFileName().toString()) + ROUTES.getFileName().toString().length() + 1), file);
        });
        return files;
    }

    /** Calls a tool of a server over HTTP, which takes the same route as a frame, on the given instance. */
    private static JsonNode call(long server, String tool, Map<String, Object> arguments) {
        try {
            String token = bed.api().send("POST", "/api/tokens", Map.of("name", "t" + System.nanoTime())).body().path("token").asText();
            HttpRequest request = HttpRequest.newBuilder(URI.create(bed.running().get(0).url() + "/mcp/" + server))
                    .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("jsonrpc", "2.0", "id", 1, "method",
                            "tools/call", "params", Map.of("name", tool, "arguments", arguments))))).build();
            return JSON.readTree(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body()).path("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(JsonNode result) {
        return result.path("content").path(0).path("text").asText();
    }

    private static long server(String name) {
        return bed.register(name);
    }

    private static void told(String shown) {
        assertThat(PAGE.text().contains(shown)).as("docs/routes.md should show: " + shown).isTrue();
    }

    /** Waits for what the page shows in some instance's log. */
    private static void seen(String shown) {
        told(shown);
        await().atMost(PATIENCE).until(() -> bed.running().stream().anyMatch(each -> each.log().contains(shown)));
    }

    @Test
    void tool_isOffered_answers_andFailsWithItsMessage() {
        apply("A tool");
        JsonNode answer = bed.api().send("POST", "/api/mcp-services/1/tools/steep-tea/call", Map.of("arguments", Map.of("tea", "green"))).body();
        told("{\"text\":\"" + text(answer.path("result")) + "\",\"type\":\"text\"}],\"isError\":false");
        JsonNode failed = call(server("teapot"), "steep-tea", Map.of("tea", "iced"));
        assertThat(failed.path("isError").asBoolean()).isTrue();
        assertThat(text(failed)).isEqualTo("I know nothing about iced tea.");
    }

    @Test
    void callsAreLogged_withTheServersName() {
        apply("Log each tool call");
        call(server("kitchen"), "calculator", Map.of("expression", "1+1"));
        seen("kitchen calls calculator");
    }

    @Test
    void refusedTool_answersTheOneServerWithTheMessage_andOthersAsBefore() {
        apply("Refuse a tool");
        JsonNode refused = call(server("nursery"), "calculator", Map.of("expression", "1+1"));
        assertThat(refused.path("isError").asBoolean()).isTrue();
        assertThat(text(refused)).isEqualTo("Do your sums yourself, please.");
        assertThat(text(call(server("study"), "calculator", Map.of("expression", "1+1")))).isEqualTo("2");
    }

    @Test
    void changedAnswer_isWhatTheCallerGets_andErrorsStay() {
        apply("Change what a tool answers");
        long server = server("hall");
        assertThat(text(call(server, "current-time", Map.of("zone", "UTC")))).startsWith("By the clock in the hall: ");
        JsonNode failed = call(server, "current-time", Map.of("zone", "Atlantis"));
        assertThat(failed.path("isError").asBoolean()).isTrue();
        assertThat(text(failed)).doesNotContain("By the clock");
    }

    @Test
    void headerOfAllAnswers_isThere() {
        apply("Change REST answers");
        assertThat(raw("/api/openapi.json", null).statusCode()).isEqualTo(200);
        HttpResponse<String> answer = raw("/api/auth/login", Map.of("username", "admin", "password", Instance.PASSWORD));
        assertThat(answer.headers().firstValue("X-Installation")).contains("home");
    }

    @Test
    void pathOfOnesOwn_answersWhoIsLoggedIn_andGoesWithItsFile() throws IOException {
        apply("A REST path of your own");
        assertThat(bed.api().send("GET", "/api/my/house", null).body().asText()).isEqualTo("user 1");
        assertThat(raw("/api/my/house", null).statusCode()).isEqualTo(401);
        assertThat(bed.api().send("GET", "/api/openapi.json", null).body().path("paths").has("/api/my/house")).isTrue();
        Files.delete(ROUTES.resolve("my-house.camel.yaml"));
        await().atMost(PATIENCE).until(() -> bed.api().send("GET", "/api/my/house", null).status() == 404);
    }

    @Test
    void openCloseAndError_reachTheRoute_andFramesGoOn() {
        apply("Act on opens, closes and errors of connections");
        bed.enable("kitchen", 1);
        bed.settle(PATIENCE);
        await().atMost(PATIENCE).until(() -> log().contains("kitchen1: OPEN"));
        long since = bed.judge().now();
        bed.judge().call("kitchen1");
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(since).calls().answered() == 1);
        bed.judge().close("kitchen1", 1001);
        await().atMost(PATIENCE).until(() -> log().contains("kitchen1: CLOSE the endpoint closed the connection (close 1001)"));
        long unreachable = bed.api().create("cellar", "ws://127.0.0.1:1/mcp/?token=cellar-token");
        bed.api().enable(unreachable);
        await().atMost(PATIENCE).until(() -> log().contains("cellar: ERROR "));
        bed.api().delete(unreachable);
        String words = log().replaceAll("(?s).*?cellar: ERROR ([^\n]*).*", "$1").strip();
        told("kitchen: ERROR " + words);
        told("kitchen: CLOSE the endpoint closed the connection (close 1001)");
    }

    @Test
    void oncePerCluster_oneInstanceDoesIt_andAnotherWhenThatOneDies() {
        apply("Once per cluster");
        await().atMost(PATIENCE).until(() -> bed.running().stream().anyMatch(each -> each.log().split("roll call\n", -1).length > 3));
        assertThat(bed.running().stream().filter(each -> each.log().contains(" roll call\n"))).hasSize(1);
        assertThat(bed.redis().commands().get("mcp:lock:cluster:my-roll-call")).isNotNull();
        Instance leader = bed.running().stream().filter(each -> each.log().contains(" roll call\n")).findFirst().orElseThrow();
        leader.sigterm();
        await().atMost(PATIENCE).until(() -> bed.running().get(0).log().contains(" roll call\n"));
        bed.atLeast(2);
    }

    @Test
    void brokenFile_isRefusedWithLineAndReason_andCallsGoOn() {
        apply(BROKEN);
        for (Instance each : bed.running()) {
            JsonNode file = files(each).get("routes/mcp-tools-call.camel.yaml");
            assertThat(file.path("state").asText()).isEqualTo("refused");
            told("\"line\":" + file.path("line").asInt() + ",\"error\":\"" + file.path("error").asText()
                    + "\",\"routes\":" + file.path("routes"));
            told("mcp-tools-call.camel.yaml:" + file.path("line").asInt() + ": refused: "
                    + file.path("error").asText() + "; what it said before goes on");
        }
        seen("refused: the bean has no method 'callTool'; what it said before goes on");
        assertThat(text(call(server("attic"), "calculator", Map.of("expression", "1+1")))).isEqualTo("2");
    }

    @Test
    void brokenFileAtTheStart_isRefused_andTheInstanceEnds() throws IOException {
        Path folder = Folders.temporary("routes-broken");
        FileSystemUtils.copyRecursively(Path.of("routes"), folder);
        PAGE.apply(BROKEN, folder);
        try (Instance instance = Instance.start("RoutesDocIT-broken", bed.database(), bed.redis().url(),
                List.of("--mooring.routes-dir=" + folder))) {
            await().atMost(PATIENCE).until(() -> !instance.running());
            told("mcp-tools-call.camel.yaml:27 cannot run: the bean has no method 'callTool'.");
            assertThat(instance.log()).contains("mcp-tools-call.camel.yaml:27 cannot run: the bean has no method 'callTool'.")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void componentsThatThePageNames_areInTheJar_andNoShell() throws Exception {
        String row = PAGE.text().lines().filter(line -> line.startsWith("| components |")).findFirst().orElseThrow();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            for (String name : row.substring(14).replaceAll("[`| ]", "").split(",")) {
                assertThat(camel.getComponent(name, true, false)).as(name).isNotNull();
            }
            assertThat(camel.getComponent("exec", true, false)).isNull();
            assertThat(camel.getComponent("master", true, false)).isNull();
        }
    }

    private static String log() {
        return bed.running().stream().map(Instance::log).collect(Collectors.joining());
    }

    private static HttpResponse<String> raw(String path, Object body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(bed.running().get(0).url() + path));
            if (body != null) {
                request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
            }
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
