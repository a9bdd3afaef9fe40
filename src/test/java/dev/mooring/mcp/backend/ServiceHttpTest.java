package dev.mooring.mcp.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service over HTTP gets to see of its callers, and what they see of its troubles; against the SDK's server. */
class ServiceHttpTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static McpTestServer server;
    private static TokenServer tokens;
    private static ExecutorService threads;
    private final AtomicReference<String> refreshToken = new AtomicReference<>("refresh-0");
    private ToolBackends backends;

    @BeforeAll
    static void start() throws Exception {
        server = new McpTestServer("hello ");
        tokens = new TokenServer();
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        tokens.close();
        threads.shutdownNow();
    }

    @BeforeEach
    void open() {
        open(Duration.ofMinutes(5), 4);
        server.gate = request -> 0;
        server.sessions.set(0);
        tokens.given.set(0);
        tokens.requests.clear();
        tokens.expiresIn = 3600;
        tokens.refusing = false;
    }

    private void open(Duration idle, int breakerCalls) {
        close();
        backends = new ToolBackends(new RouteToolRegistry(), threads, new ObjectMapper(),
                new BackendProperties(new BackendProperties.Stdio(false), idle, Duration.ZERO,
                        new BackendProperties.Breaker(breakerCalls, 50, Duration.ofSeconds(3))),
                (service, use) -> refreshToken.updateAndGet(use));
    }

    @AfterEach
    void close() {
        if (backends != null) {
            backends.close();
        }
    }

    private static McpService service(Authentication authentication) {
        return service(new ServiceSettings(authentication, Map.of("X-Tenant", "t"), null, List.of(), Map.of(), null, true, false));
    }

    private static McpService service(ServiceSettings settings) {
        return new McpService(1, "one", McpService.Kind.STREAMABLE_HTTP, server.url(), settings, null);
    }

    private static Authentication oauth(String type, String secret) {
        return new Authentication(type, null, null, null, null, null, null, tokens.url(), "me & you", secret, "a b", null);
    }

    private String greet(McpService service) {
        Map<?, ?> content = (Map<?, ?>) ((List<?>) backends.of(service).call("greet", Map.of("name", "x"),
                CallContext.of(LONG)).get("content")).get(0);
        return String.valueOf(content.get("text"));
    }

    private static void accept(String header, String value) {
        server.gate = request -> value.equals(request.getHeader(header)) && "t".equals(request.getHeader("X-Tenant")) ? 0 : 401;
    }

    @Test
    void credentials_arriveAsTheirTypeWantsThem() {
        accept("Authorization", "Bearer abc");
        assertThat(greet(service(new Authentication("BEARER", "abc", null, null, null, null, null, null, null, null, null, null))))
                .isEqualTo("hello x");
        accept("Authorization", "Basic dTpww6Q=");
        assertThat(greet(service(new Authentication("BASIC", null, "u", "pä", null, null, null, null, null, null, null, null))))
                .isEqualTo("hello x");
        accept("X-API-Key", "k");
        assertThat(greet(service(new Authentication("API_KEY", null, null, null, null, null, "k", null, null, null, null, null))))
                .isEqualTo("hello x");
        accept("X-Auth", "Key k");
        assertThat(greet(service(new Authentication("API_KEY", null, null, null, "X-Auth", "Key", "k", null, null, null, null,
                null)))).isEqualTo("hello x");
    }

    @Test
    void refusedCredentials_areTold_withoutThem() {
        accept("Authorization", "nothing");
        assertThatThrownBy(() -> greet(service(new Authentication("BEARER", "s3cret", null, null, null, null, null, null, null,
                null, null, null)))).isInstanceOf(BackendFailure.class)
                .hasMessage("The service 'one' refused the credentials (HTTP 401)");
        server.gate = request -> 503;
        assertThatThrownBy(() -> greet(service(Authentication.NONE))).hasMessage("The service 'one' answered HTTP 503");
    }

    @Test
    void user_isToldToAServiceThatWantsIt_inASessionOfTheUsersOwn() {
        List<String> seen = new CopyOnWriteArrayList<>();
        server.gate = request -> {
            seen.add(request.getHeader("X-User-Id") + " " + request.getHeader("X-User-Email"));
            return 0;
        };
        McpService service = service(Authentication.NONE);
        greet(service.calledBy(new ServiceUser(7, "ann@example.org")));
        greet(service.calledBy(new ServiceUser(8, "bob")));
        greet(service.calledBy(new ServiceUser(7, "ann@example.org")));
        assertThat(seen).contains("7 ann@example.org", "8 null").doesNotContain("null null");
        assertThat(server.sessions).hasValue(2);
    }

    @Test
    void clientCredentials_areExchangedOnce_andAgainWhenTheTokenIsRefused() {
        AtomicReference<String> good = new AtomicReference<>("Bearer access-1");
        server.gate = request -> good.get().equals(request.getHeader("Authorization")) ? 0 : 401;
        McpService service = service(oauth("OAUTH2_CLIENT_CREDENTIALS", "s&cret"));
        assertThat(greet(service)).isEqualTo("hello x");
        assertThat(greet(service)).isEqualTo("hello x");
        assertThat(tokens.requests).containsExactly("Basic bWUrJTI2K3lvdTpzJTI2Y3JldA== grant_type=client_credentials&scope=a+b");
        good.set("Bearer access-2");
        assertThat(greet(service)).isEqualTo("hello x");
        assertThat(tokens.given).hasValue(2);
        good.set("Bearer none");
        assertThatThrownBy(() -> greet(service)).hasMessage("The service 'one' refused the credentials (HTTP 401)");
    }

    @Test
    void expiredToken_isRenewedBeforeItsUse() {
        tokens.expiresIn = 0;
        McpService service = service(oauth("OAUTH2_CLIENT_CREDENTIALS", "s"));
        greet(service);
        int first = tokens.given.get();
        greet(service);
        assertThat(tokens.given.get()).isGreaterThan(first);
    }

    @Test
    void refreshToken_isReplacedByTheOneThatComesBack() {
        server.gate = request -> String.valueOf(request.getHeader("Authorization")).startsWith("Bearer access-") ? 0 : 401;
        assertThat(greet(service(oauth("OAUTH2_REFRESH_TOKEN", null)))).isEqualTo("hello x");
        assertThat(tokens.requests.get(0)).contains("refresh_token=refresh-0", "client_id=me+%26+you").startsWith("null ");
        assertThat(refreshToken).hasValue("refresh-" + tokens.given.get());
        tokens.refusing = true;
        close();
        open();
        tokens.refusing = true;
        assertThatThrownBy(() -> greet(service(oauth("OAUTH2_REFRESH_TOKEN", null)))).hasMessage(
                "The service 'one' gets no access token: the token address answered HTTP 400, invalid_grant");
    }

    @Test
    void failingService_isLeftAloneForAWhile_andTriedAgain() {
        McpService service = service(ServiceSettings.NONE);
        greet(service);
        for (int i = 0; i < 10; i++) {
            backends.of(service).call("refuse", Map.of(), CallContext.of(LONG)); // isError is no failure of the service
        }
        assertThat(backends.breakerState(1)).isEqualTo("CLOSED");
        server.gate = request -> 500;
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> greet(service)).hasMessageContaining("HTTP 500");
            if (backends.breakerState(1).equals("OPEN")) {
                break;
            }
        }
        assertThat(backends.breakerState(1)).isEqualTo("OPEN");
        assertThatThrownBy(() -> greet(service)).hasMessageContaining("'one'", "left alone");
        server.gate = request -> 0;
        await().atMost(LONG).ignoreExceptions().until(() -> greet(service).equals("hello x"));
        greet(service);
        await().atMost(LONG).until(() -> greet(service) != null && backends.breakerState(1).equals("CLOSED"));
    }

    @Test
    void readingTheTools_isTriedAlthoughTheServiceIsLeftAlone_andEndsThat() {
        McpService service = service(ServiceSettings.NONE);
        server.gate = request -> 500;
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> greet(service)).isInstanceOf(BackendFailure.class);
        }
        assertThat(backends.breakerState(1)).isEqualTo("OPEN");
        server.gate = request -> 0;
        assertThat(backends.of(service).tools(LONG)).hasSize(3);
        assertThat(backends.breakerState(1)).isEqualTo("CLOSED");
        assertThat(greet(service)).isEqualTo("hello x");
    }

    @Test
    void serviceTimeout_takesTheCommonOnesPlace() {
        McpService service = service(new ServiceSettings(Authentication.NONE, Map.of(), null, List.of(), Map.of(),
                Duration.ofSeconds(1), false, false));
        assertThatThrownBy(() -> backends.of(service).call("hang", Map.of(), CallContext.of(LONG)))
                .hasMessage("The service 'one' did not answer within 1 s");
    }

    @Test
    void idleSession_isClosed_andAnotherOpenedOnUse() {
        open(Duration.ofSeconds(3), 4);
        McpService service = service(ServiceSettings.NONE);
        greet(service);
        SessionBackend backend = ((GuardedBackend) backends.of(service)).backend();
        backends.closeIdle();
        assertThat(backend.isOpen()).isTrue();
        await().atMost(LONG).until(() -> {
            backends.closeIdle();
            return !backend.isOpen();
        });
        assertThat(greet(service)).isEqualTo("hello x");
        assertThat(server.sessions).hasValue(2);
    }

    @Test
    void answerOfMegabytes_arrivesWholeAndSoon() {
        McpService service = service(ServiceSettings.NONE);
        String name = "ä".repeat(3_000_000);
        Map<?, ?> content = (Map<?, ?>) ((List<?>) backends.of(service).call("greet", Map.of("name", name),
                CallContext.of(Duration.ofSeconds(60))).get("content")).get(0);
        assertThat(content.get("text")).isEqualTo("hello " + name);
        assertThat(greet(service)).isEqualTo("hello x");
    }

    @Test
    void changedOrDeletedService_losesItsSession() {
        McpService service = service(ServiceSettings.NONE);
        greet(service);
        backends.retain(List.of(service));
        assertThat(backends.known()).containsExactly(1L);
        backends.retain(List.of(service(Authentication.NONE)));
        assertThat(backends.known()).isEmpty();
        greet(service);
        backends.retain(List.of());
        assertThat(backends.known()).isEmpty();
    }

    @Test
    void changedTools_areTold() {
        List<Long> told = new CopyOnWriteArrayList<>();
        backends.onToolsChanged(told::add);
        greet(service(ServiceSettings.NONE));
        await().atMost(LONG).until(() -> {
            server.tellToolsChanged(); // the stream for it opens beside the call
            return !told.isEmpty();
        });
        assertThat(told).contains(1L);
    }

    @Test
    void usersOfASharedService_doNotLearnItsAddress() {
        McpService shared = new McpService(1, "one", McpService.Kind.STREAMABLE_HTTP, "http://no-such-host-s3cret.invalid/mcp",
                new ServiceSettings(Authentication.NONE, Map.of(), null, List.of(), Map.of(), null, false, true), null);
        assertThatThrownBy(() -> greet(shared)).isInstanceOf(BackendFailure.class)
                .satisfies(failure -> assertThat(failure.getMessage()).startsWith("The service 'one'").doesNotContain("s3cret"));
    }

}
