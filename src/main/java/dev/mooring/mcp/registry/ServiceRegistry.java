package dev.mooring.mcp.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.api.ApiException;
import dev.mooring.api.Page;
import dev.mooring.mcp.ToolSync;
import dev.mooring.mcp.backend.BackendProperties;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import dev.mooring.ownership.ClusterHints;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Route step {@code services}: what {@code routes/api-services.camel.yaml} does around its queries. */
@Component("services")
public class ServiceRegistry {

    private static final Logger log = LoggerFactory.getLogger(ServiceRegistry.class);

    /** A tool as the REST API shows it. */
    public record ToolView(String name, String description, @JsonRawValue String inputSchema) {
    }

    /** The outcome of a sync; {@code error} is absent after a success. */
    public record SyncView(int tools, @JsonInclude(JsonInclude.Include.NON_NULL) String error) {
    }

    /** So long a registration waits for the tools; reading them goes on behind it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ToolSync sync;
    private final ClusterHints hints;
    private final RouteToolRegistry routeTools;
    private final ToolBackends backends;
    private final BackendProperties properties;
    private final ExecutorService threads;
    private final ObjectMapper json = new ObjectMapper();

    ServiceRegistry(ToolSync sync, ClusterHints hints, RouteToolRegistry routeTools, ToolBackends backends,
            BackendProperties properties, @Qualifier("mcpCallThreads") ExecutorService threads) {
        this.routeTools = routeTools;
        this.sync = sync;
        this.hints = hints;
        this.backends = backends;
        this.properties = properties;
        this.threads = threads;
    }

    /** @throws ApiException 400, or 403 for what only an ADMIN may */
    public McpService draft(@Body ServiceInput input, @Variable("user") long user, @Variable("admin") boolean admin) {
        requireBody(input);
        requireAllowed(input, input.isProgram(), admin);
        input.requireValid(null);
        return new McpService(user, input);
    }

    /** @throws ApiException 400, or 403 for a service that is not the caller's to change */
    public McpService change(@Variable("service") McpService service, @Body ServiceInput input,
            @Variable("user") long user, @Variable("admin") boolean admin) {
        requireBody(input);
        requireChangeable(service, user, admin);
        requireAllowed(input, service.kind() == McpService.Kind.STDIO, admin);
        input.requireValid(service);
        service.change(input);
        return service;
    }

    private void requireAllowed(ServiceInput input, boolean program, boolean admin) {
        if (program && !admin) {
            throw ApiException.of(403, "Only an ADMIN may register or change a service that is a program (STDIO).");
        }
        if (program && !properties.stdio().enabled()) {
            throw ApiException.field("kind", "STDIO services are switched off here; mooring.mcp.stdio.enabled=true allows "
                    + "ADMINs to register them");
        }
        if (Boolean.TRUE.equals(input.shared()) && !admin) {
            throw ApiException.of(403, "Only an ADMIN may share a service with all users.");
        }
    }

    /** The built-in service, and those that are shared, are visible to all, so that a change of them is not a 404. */
    public void requireChangeable(@Variable("service") McpService service, @Variable("user") long user,
            @Variable("admin") boolean admin) {
        if (service.builtIn()) {
            throw builtIn();
        }
        if (!admin && !service.isOf(user)) {
            throw ApiException.of(403, "This service is shared with you; only whoever shares it, or an ADMIN, may do that.");
        }
    }

    /** The same; but of the built-in service there is nothing to read, and so nothing to refuse. */
    public void requireSyncable(@Variable("service") McpService service, @Variable("user") long user,
            @Variable("admin") boolean admin) {
        if (!service.builtIn()) {
            requireChangeable(service, user, admin);
        }
    }

    public void deleted(@Body int rows, @Variable("id") long id, @Variable("boundServers") List<Long> servers) {
        if (rows == 0) {
            throw ApiException.notFound("MCP service", id);
        }
        reconnect(servers);
    }

    /** Reads the service's tools now; a broken backend is an answer, not an error. */
    public SyncView sync(@Variable("service") McpService service) {
        ToolSync.Result result = sync.sync(service.id());
        return new SyncView(result.tools(), result.error());
    }

    /** The same, but waits 5 s at most; what takes longer goes on behind the answer. */
    public SyncView syncSoon(@Variable("service") McpService service) {
        try {
            return CompletableFuture.supplyAsync(() -> sync(service), threads).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new SyncView(0, "Its tools are still being read; look again in a moment");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SyncView(0, "Its tools were not read: the instance is stopping");
        } catch (ExecutionException | RejectedExecutionException e) {
            log.warn("The tools of service {} were not read", service.id(), e);
            return new SyncView(0, "Its tools were not read; the log of the instance says why");
        }
    }

    /** XiaoZhi reads a server's tools only when it connects. */
    public void reconnect(@Variable("boundServers") List<Long> servers) {
        if (!servers.isEmpty()) {
            hints.reconnect(servers);
        }
    }

    /** The service with the outcome of the sync just made, which the entity read before it does not know. */
    public ServiceView showSynced(@Variable("service") McpService service, @Body SyncView outcome) {
        return ServiceView.whole(service, outcome.error() == null ? Instant.now() : service.syncedAt(), outcome.error(),
                backends.breakerState(service.id()));
    }

    public ServiceView show(@Variable("service") McpService service, @Variable("user") long user,
            @Variable("admin") boolean admin) {
        String breaker = backends.breakerState(service.id());
        return admin || service.builtIn() || service.isOf(user)
                ? ServiceView.whole(service, service.syncedAt(), service.syncError(), breaker)
                : ServiceView.hidden(service, breaker);
    }

    public Page<ServiceView> showAll(@Body Page<McpService> page, @Variable("user") long user,
            @Variable("admin") boolean admin) {
        return page.map(service -> show(service, user, admin));
    }

    /** The built-in service's tools are its routes that run now; the others' are those that were last read. */
    public Page<ToolView> showTools(@Variable("service") McpService service, @Body Page<McpTool> page) {
        if (service.builtIn()) {
            List<ToolView> all = routeTools.all().stream().map(tool -> new ToolView(tool.name(), tool.description(),
                    json.valueToTree(tool.inputSchema()).toString())).toList();
            int from = Math.min(page.page() * page.size(), all.size());
            return new Page<>(all.subList(from, Math.min(from + page.size(), all.size())), page.page(), page.size(), all.size());
        }
        return page.map(tool -> new ToolView(tool.name(), tool.description(), tool.inputSchema()));
    }

    private static ApiException builtIn() {
        return ApiException.of(403, "This service is built in and cannot be changed; "
                + "its tools are the routes in routes/tools/.");
    }

    private static void requireBody(ServiceInput input) {
        if (input == null) {
            throw ApiException.of(400, "The body must be a JSON object.");
        }
    }
}
