package dev.mooring.mcp.backend;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.McpProperties;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * The backends of this instance: one per service and credentials, whatever the number of servers that offer it; and per
 * user too, where the service is told of users.
 */
public final class ToolBackends implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    /** @param user 0 for all users */
    private record Key(long service, long user) {
        static Key of(McpService service) {
            return new Key(service.id(), service.user() == null ? 0 : service.user().id());
        }
    }

    private final ConcurrentHashMap<Key, GuardedBackend> entries = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final RouteBackend routes;
    private final Surroundings around;
    private volatile LongConsumer toolsChanged = service -> { };
    private volatile boolean closed;

    /** With the defaults, and without refresh tokens. */
    public ToolBackends(RouteToolRegistry registry, ExecutorService threads, ObjectMapper mapper,
                        McpProperties properties) {
        this(registry, threads, mapper, BackendProperties.defaults(), RefreshTokens.none());
    }

    public ToolBackends(RouteToolRegistry registry, ExecutorService threads, ObjectMapper mapper,
                        BackendProperties properties, RefreshTokens refreshTokens) {
        this.routes = new RouteBackend(registry, threads, mapper);
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT).build();
        this.around = new Surroundings(mapper, http, threads, refreshTokens, properties);
    }

    /** Whom to tell that a service says it has other tools now; in a thread that must not be held up. */
    public void onToolsChanged(LongConsumer listener) {
        toolsChanged = listener;
    }

    /**
     * The backend of a service. When its address or settings have changed, the one made before is closed.
     *
     * @throws BackendFailure for a kind that is switched off
     */
    public ToolBackend of(McpService service) {
        if (service.kind() == McpService.Kind.ROUTES) {
            return routes;
        }
        GuardedBackend known = entries.get(Key.of(service));
        if (known != null && known.backend().service().equals(service)) {
            return known;
        }
        return entries.compute(Key.of(service), (key, entry) -> {
            if (entry != null && entry.backend().service().equals(service)) {
                return entry;
            }
            GuardedBackend made = create(service);
            if (entry != null) {
                entry.close();
                breakers.remove(service.id(), entry.breaker());
            }
            return made;
        });
    }

    private GuardedBackend create(McpService service) {
        if (closed) {
            throw new BackendFailure("The instance is stopping");
        }
        Runnable changed = () -> toolsChanged.accept(service.id());
        SessionBackend backend = switch (service.kind()) {
            case STREAMABLE_HTTP -> new StreamableHttpBackend(service, around, changed);
            case SSE -> new SseBackend(service, around, changed);
            case STDIO -> {
                if (!around.properties().stdio().enabled()) {
                    throw new BackendFailure(("The service '%s' is a program on this machine, and those are switched off "
                            + "(mooring.mcp.stdio.enabled)").formatted(service.name()));
                }
                yield new StdioBackend(service, around, changed);
            }
            case ROUTES -> throw new IllegalArgumentException("routes have a backend of their own");
        };
        return new GuardedBackend(backend, breakers.computeIfAbsent(service.id(), this::breaker));
    }

    private CircuitBreaker breaker(long service) {
        BackendProperties.Breaker settings = around.properties().circuitBreaker();
        return CircuitBreaker.of("service-" + service, CircuitBreakerConfig.custom()
                .slidingWindowSize(settings.calls()).minimumNumberOfCalls(settings.calls())
                .failureRateThreshold(settings.failureRate()).waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(2).writableStackTraceEnabled(false).build());
    }

    /** {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}: whether this instance calls the service; CLOSED when unknown. */
    public String breakerState(long serviceId) {
        CircuitBreaker breaker = breakers.get(serviceId);
        return breaker == null ? "CLOSED" : breaker.getState().name();
    }

    /** How many circuit breakers of this instance are in each state. */
    public Map<CircuitBreaker.State, Long> breakerStates() {
        return breakers.values().stream().collect(Collectors.groupingBy(CircuitBreaker::getState, Collectors.counting()));
    }

    /** Ids of the services that this instance has backends of. */
    public Set<Long> known() {
        return entries.keySet().stream().map(Key::service).collect(Collectors.toSet());
    }

    /** Closes the sessions that nobody has used for a while. */
    public void closeIdle() {
        entries.values().forEach(entry -> entry.backend().closeIfIdle(around.properties().idleTimeout()));
    }

    /**
     * Closes the backends of services that are gone or have changed.
     *
     * @param current those of {@link #known} that there are, as they are now
     */
    public void retain(Collection<McpService> current) {
        Map<Long, McpService> byId = current.stream().collect(Collectors.toMap(McpService::id, Function.identity()));
        entries.forEach((key, entry) -> {
            McpService now = byId.get(key.service());
            if ((now == null || !now.calledBy(entry.backend().service().user()).equals(entry.backend().service()))
                    && entries.remove(key, entry)) {
                entry.close();
                breakers.remove(key.service(), entry.breaker());
            }
        });
    }

    /** Ends all sessions and child processes; waits for that for 3 s at most. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<?>[] ends = entries.values().stream().map(entry -> entry.backend().end())
                .toArray(CompletableFuture[]::new);
        entries.clear();
        CompletableFuture.allOf(ends).completeOnTimeout(null, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
    }
}
