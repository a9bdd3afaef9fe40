package dev.mooring.mcp.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.McpProperties;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MCP's own reference server, which is not ours, over each of the transports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EverythingServerIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(60);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Long> changed = new CopyOnWriteArrayList<>();
    private ToolBackends backends;
    private NodeServer http;
    private NodeServer sse;

    @BeforeAll
    void start() throws Exception {
        http = NodeServer.start("streamableHttp");
        sse = NodeServer.start("sse");
        BackendProperties defaults = BackendProperties.defaults();
        backends = new ToolBackends(new RouteToolRegistry(), threads, JSON, new BackendProperties(
                new BackendProperties.Stdio(true), defaults.idleTimeout(), defaults.syncInterval(),
                defaults.circuitBreaker()), RefreshTokens.none());
        backends.onToolsChanged(changed::add);
    }

    @AfterAll
    void stop() throws Exception {
        if (backends != null) {
            backends.close();
            await().atMost(LONG).until(() -> children().isEmpty());
        }
        for (AutoCloseable server : new AutoCloseable[] {http, sse}) {
            if (server != null) {
                server.close();
            }
        }
        threads.shutdownNow();
    }

    private McpService service(McpService.Kind kind) throws Exception {
        return switch (kind) {
            case STREAMABLE_HTTP -> new McpService(1, "everything", kind, http.url("/mcp"));
            case SSE -> new McpService(2, "everything", kind, sse.url("/sse"));
            default -> program(3, NodeServer.arguments("stdio"));
        };
    }

    private static McpService program(long id, List<String> arguments) {
        return new McpService(id, "everything", McpService.Kind.STDIO, null, new ServiceSettings(Authentication.NONE,
                Map.of(), "node", arguments, Map.of("GREETING", "hello"), null, false, false), null);
    }

    private JsonNode call(McpService service, String tool, Map<String, Object> arguments) {
        return JSON.valueToTree(backends.of(service).call(tool, arguments, CallContext.of(LONG)));
    }

    @ParameterizedTest
    @EnumSource(names = "ROUTES", mode = EnumSource.Mode.EXCLUDE)
    void tools_keepWhatTheirServerTellsOfThem_andAnswer(McpService.Kind kind) throws Exception {
        McpService service = service(kind);
        Map<String, BackendTool> tools = backends.of(service).tools(LONG).stream()
                .collect(Collectors.toMap(BackendTool::name, Function.identity()));
        assertThat(tools.get("echo").definition()).containsEntry("title", "Echo Tool").containsKeys("annotations");
        assertThat(tools.get("get-structured-content").definition()).containsKey("outputSchema");
        assertThat(call(service, "echo", Map.of("message", "héllo\n\"wörld\"")).at("/content/0/text").asText())
                .isEqualTo("Echo: héllo\n\"wörld\"");
        JsonNode weather = call(service, "get-structured-content", Map.of("location", "New York"));
        assertThat(weather.at("/structuredContent/temperature").isNumber()).as(weather.toString()).isTrue();
        assertThat(call(service, "get-tiny-image", Map.of()).at("/content/1/type").asText()).isEqualTo("image");
        assertThat(backends.of(service).capabilities(LONG)).containsKeys("tools", "resources", "prompts");
    }

    @ParameterizedTest
    @EnumSource(names = "ROUTES", mode = EnumSource.Mode.EXCLUDE)
    void resourcesAndPrompts_passThrough(McpService.Kind kind) throws Exception {
        ToolBackend backend = backends.of(service(kind));
        JsonNode prompt = JSON.valueToTree(backend.request("prompts/get", Map.of("name", "simple-prompt"), CallContext.of(LONG)));
        assertThat(prompt.at("/messages/0/role").asText()).as(prompt.toString()).isEqualTo("user");
        assertThat((List<?>) backend.request("resources/list", Map.of(), CallContext.of(LONG)).get("resources")).isNotEmpty();
        assertThatThrownBy(() -> backend.request("no/such", Map.of(), CallContext.of(LONG)))
                .isInstanceOfSatisfying(BackendFailure.class, failure -> {
                    assertThat(failure).hasMessageContaining("'everything' answered with an error");
                    assertThat(failure.rpcError().code()).isEqualTo(-32601);
                });
    }

    @ParameterizedTest
    @EnumSource(names = "ROUTES", mode = EnumSource.Mode.EXCLUDE)
    void progress_isPassedOn(McpService.Kind kind) throws Exception {
        List<Map<String, Object>> told = new CopyOnWriteArrayList<>();
        backends.of(service(kind)).call("trigger-long-running-operation", Map.of("duration", 0.2, "steps", 2),
                new CallContext(LONG, Map.of(), told::add));
        await().atMost(LONG).until(() -> told.size() == 2);
        assertThat(told.get(0)).containsEntry("progress", 1).containsEntry("total", 2).doesNotContainKey("progressToken");
    }

    @ParameterizedTest
    @EnumSource(names = "ROUTES", mode = EnumSource.Mode.EXCLUDE)
    void cancelledCall_endsAtOnce_andTheSessionLivesOn(McpService.Kind kind) throws Exception {
        McpService service = service(kind);
        CallContext context = CallContext.of(LONG);
        List<Object> started = new CopyOnWriteArrayList<>();
        CallContext withProgress = new CallContext(LONG, Map.of(), started::add);
        CompletableFuture<?> call = CompletableFuture.supplyAsync(() -> backends.of(service)
                .call("trigger-long-running-operation", Map.of("duration", 300, "steps", 3000), withProgress), threads);
        await().atMost(LONG).until(() -> !started.isEmpty());
        withProgress.cancel("enough");
        assertThat(call).failsWithin(Duration.ofSeconds(20)).withThrowableThat()
                .withRootCauseInstanceOf(java.util.concurrent.CancellationException.class);
        context.cancel(null);
        assertThatThrownBy(() -> backends.of(service).call("echo", Map.of("message", "x"), context))
                .hasMessage("The call was cancelled");
        assertThat(call(service, "echo", Map.of("message", "x")).at("/content/0/text").asText()).isEqualTo("Echo: x");
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAMABLE_HTTP", "SSE"})
    void serverThatDiesInACall_endsIt_longBeforeItsTimeout(McpService.Kind kind) throws Exception {
        try (NodeServer mortal = NodeServer.start(kind == McpService.Kind.SSE ? "sse" : "streamableHttp")) {
            McpService service = new McpService(20 + kind.ordinal(), "mortal", kind,
                    mortal.url(kind == McpService.Kind.SSE ? "/sse" : "/mcp"));
            call(service, "echo", Map.of("message", "x"));
            List<Object> told = new CopyOnWriteArrayList<>();
            CompletableFuture<?> call = CompletableFuture.supplyAsync(() -> backends.of(service).call(
                    "trigger-long-running-operation", Map.of("duration", 300, "steps", 3000),
                    new CallContext(Duration.ofMinutes(5), Map.of(), told::add)), threads);
            await().atMost(LONG).until(() -> !told.isEmpty());
            mortal.close();
            assertThat(call).failsWithin(LONG).withThrowableThat().havingCause().isInstanceOf(BackendFailure.class);
            assertThatThrownBy(() -> call(service, "echo", Map.of("message", "x"))).hasMessageContaining("'mortal'");
        }
    }

    @Test
    void changedTools_areTold() throws Exception {
        call(service(McpService.Kind.STDIO), "echo", Map.of("message", "x"));
        await().atMost(LONG).until(() -> changed.contains(3L));
    }

    @Test
    void program_getsItsOwnEnvironment_andNoneOfOurSecrets() throws Exception {
        String environment = call(service(McpService.Kind.STDIO), "get-env", Map.of()).at("/content/0/text").asText();
        assertThat(JSON.readTree(environment).path("GREETING").asText()).isEqualTo("hello");
        assertThat(JSON.readTree(environment).has("PATH")).isTrue();
        assertThat(environment.lines().count()).as(environment).isLessThan(25);
        assertThat(environment).doesNotContain("MAVEN", "JAVA_HOME");
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().descendants().filter(child -> child.info().arguments()
                .map(arguments -> List.of(arguments).contains("stdio")).orElse(false)).toList();
    }

    @Test
    void killedProgram_isStartedAgain_andNoneIsLeftAfterAChangeOrTheEnd() throws Exception {
        McpService service = service(McpService.Kind.STDIO);
        call(service, "echo", Map.of("message", "x"));
        assertThat(children()).hasSize(1);
        ProcessHandle child = children().get(0);
        child.destroyForcibly();
        await().atMost(LONG).until(() -> !child.isAlive());
        await().atMost(LONG).ignoreExceptionsInstanceOf(BackendFailure.class).untilAsserted(() -> assertThat(
                call(service, "echo", Map.of("message", "y")).at("/content/0/text").asText()).isEqualTo("Echo: y"));
        assertThat(children()).hasSize(1).doesNotContain(child);

        backends.retain(List.of());
        await().atMost(LONG).until(() -> children().isEmpty());
        assertThat(backends.known()).isEmpty();
    }

    @Test
    void stubbornProgram_isKilled_withWhatItHasStarted() throws Exception {
        McpService stubborn = new McpService(10, "stubborn", McpService.Kind.STDIO, null, new ServiceSettings(
                Authentication.NONE, Map.of(), "node", List.of("-e", """
                        process.on('SIGTERM', () => {});
                        setInterval(() => {}, 1000);
                        if (process.argv[2] !== 'child') {
                          require('child_process').spawn(process.execPath,
                            ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)", 'stdio', 'child']);
                        }
                        """, "stdio"), Map.of(), Duration.ofSeconds(5), false, false), null);
        long before = children().size();
        CompletableFuture<?> call = CompletableFuture.supplyAsync(() -> call(stubborn, "echo", Map.of()), threads);
        await().atMost(LONG).until(() -> children().size() >= before + 2 || call.isDone());
        assertThat(call).failsWithin(LONG).withThrowableThat().havingRootCause().isInstanceOf(Exception.class);
        await().atMost(LONG).until(() -> children().size() <= before);
    }

    @Test
    void programsThatCannotServe_sayWhy_andAreNotStartedOverAndOver() {
        assertThatThrownBy(() -> call(new McpService(8, "none", McpService.Kind.STDIO, null, new ServiceSettings(
                Authentication.NONE, Map.of(), "no-such-program-s3cret", List.of(), Map.of(), null, false, false), null),
                "echo", Map.of())).hasMessage("The service 'none' cannot be started: there is no such program");
        McpService ends = program(9, List.of("-e", "console.log('no MCP'); process.exit(3)"));
        assertThatThrownBy(() -> call(ends, "echo", Map.of())).hasMessageContaining("The service 'everything'");
        assertThatThrownBy(() -> call(ends, "echo", Map.of())).hasMessageContaining("started again in");
        assertThatThrownBy(() -> new ToolBackends(new RouteToolRegistry(), threads, JSON, McpProperties.defaults()).of(ends))
                .hasMessageContaining("mooring.mcp.stdio.enabled");
    }
}
