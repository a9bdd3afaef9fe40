package dev.mooring.mcp.content;

import dev.mooring.mcp.backend.BackendFailure;
import dev.mooring.mcp.backend.McpService;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.tools.BoundService;
import dev.mooring.mcp.tools.ToolCatalog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the bound services can do, as they said when their sessions were opened. Remembered for a minute, for 15 s where a
 * service could not be asked; while it is asked anew, what it said last counts.
 */
public final class Capabilities {

    private static final Logger log = LoggerFactory.getLogger(Capabilities.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(15);
    private static final Duration ASKING = Duration.ofSeconds(10);

    /** @param said null when it could not be asked */
    private record Told(Map<String, Object> said, long at) {
        boolean isCurrent() {
            return System.nanoTime() - at < (said == null ? RETRY_AFTER : GOOD_FOR).toNanos();
        }
    }

    private final ToolCatalog catalog;
    private final ToolBackends backends;
    private final Executor threads;
    private final Map<McpService, Told> told = new ConcurrentHashMap<>();
    private final Map<McpService, CompletableFuture<Told>> asking = new ConcurrentHashMap<>();

    public Capabilities(ToolCatalog catalog, ToolBackends backends, Executor threads) {
        this.catalog = catalog;
        this.backends = backends;
        this.threads = threads;
    }

    /** What a server can do, for the answer to {@code initialize}; tools alone when PostgreSQL or a service is slow. */
    public Map<String, Object> of(long serverId) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("tools", Map.of("listChanged", true));
        try {
            for (Map<String, Object> said : said(catalog.services(serverId)).values()) {
                for (String one : List.of("resources", "prompts", "completions")) {
                    if (said.containsKey(one)) {
                        all.put(one, Map.of());
                    }
                }
            }
        } catch (RuntimeException e) {
            log.debug("Server {} is told of tools only: its services are not known now", serverId, e);
        }
        return all;
    }

    /** The services of a server that have this, in the order of binding. */
    List<BoundService> with(long serverId, String capability) {
        Map<BoundService, Map<String, Object>> all = said(catalog.services(serverId));
        return all.keySet().stream().filter(bound -> all.get(bound).containsKey(capability)).toList();
    }

    private Map<BoundService, Map<String, Object>> said(List<BoundService> services) {
        Map<BoundService, CompletableFuture<Told>> all = new LinkedHashMap<>();
        services.stream().filter(bound -> bound.service().kind() != McpService.Kind.ROUTES)
                .forEach(bound -> all.put(bound, told(bound.service())));
        long end = System.nanoTime() + PATIENCE.toNanos();
        Map<BoundService, Map<String, Object>> said = new LinkedHashMap<>();
        all.forEach((bound, answer) -> {
            Told known = await(answer, end - System.nanoTime());
            said.put(bound, known == null || known.said() == null ? Map.of() : known.said());
        });
        return said;
    }

    private static Told await(CompletableFuture<Told> answer, long nanos) {
        try {
            return answer.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private CompletableFuture<Told> told(McpService service) {
        Told known = told.get(service);
        if (known != null && known.isCurrent()) {
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<Told> answer = ask(service);
        return known != null && known.said() != null
                ? CompletableFuture.completedFuture(known) : answer;
    }

    private CompletableFuture<Told> ask(McpService service) {
        CompletableFuture<Told> answer = new CompletableFuture<>();
        CompletableFuture<Told> other = asking.putIfAbsent(service, answer);
        if (other != null) {
            return other;
        }
        try {
            threads.execute(() -> answer.complete(asked(service)));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer.whenComplete((done, failure) -> asking.remove(service, answer));
    }

    private Told asked(McpService service) {
        Map<String, Object> said = null;
        try {
            said = backends.of(service).capabilities(ASKING);
        } catch (BackendFailure e) {
            log.info("{}: its resources and prompts are not offered for now: {}", service, e.getMessage());
        } catch (RuntimeException e) {
            log.warn("{}: its capabilities cannot be read", service, e);
        }
        Told fresh = new Told(said, System.nanoTime());
        // what it said when it still answered stays true until it says something else
        return told.merge(service, fresh, (old, now) -> now.said() == null ? new Told(old.said(), now.at()) : now);
    }
}
