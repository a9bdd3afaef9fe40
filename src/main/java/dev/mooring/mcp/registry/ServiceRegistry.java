package dev.mooring.mcp.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.mooring.api.ApiException;
import dev.mooring.api.EndpointUrl;
import dev.mooring.api.Page;
import dev.mooring.mcp.ToolSync;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import dev.mooring.ownership.ClusterHints;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Route step {@code services}: what {@code routes/api-services.camel.yaml} does around its queries. */
@Component("services")
public class ServiceRegistry {

    /** A service as the REST API shows it; {@code url} with its query string masked. */
    public record ServiceView(long id, String name, String kind, String url, String description, boolean builtIn,
            Instant syncedAt, String syncError, Instant createdAt, Instant updatedAt) {
    }

    /** A tool as the REST API shows it. */
    public record ToolView(String name, String description, @JsonRawValue String inputSchema) {
    }

    /** The outcome of a sync; {@code error} is absent after a success. */
    public record SyncView(int tools, @JsonInclude(JsonInclude.Include.NON_NULL) String error) {
    }

    private final ToolSync sync;
    private final ClusterHints hints;
    private final RouteToolRegistry routeTools;
    private final ObjectMapper json = new ObjectMapper();

    ServiceRegistry(ToolSync sync, ClusterHints hints, RouteToolRegistry routeTools) {
        this.routeTools = routeTools;
        this.sync = sync;
        this.hints = hints;
    }

    /** @throws ApiException 400 */
    public McpService draft(@Body ServiceInput input, @Variable("user") long user) {
        requireBody(input);
        input.requireValid(true);
        return new McpService(user, input);
    }

    /** @throws ApiException 400, or 403 for the built-in service */
    public McpService change(@Variable("service") McpService service, @Body ServiceInput input) {
        requireBody(input);
        if (service.builtIn()) {
            throw builtIn();
        }
        input.requireValid(false);
        service.change(input);
        return service;
    }

    /** The built-in service is visible to all, so that its deletion is not a 404. */
    public void requireDeletable(@Variable("service") McpService service) {
        if (service.builtIn()) {
            throw builtIn();
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

    /** XiaoZhi reads a server's tools only when it connects. */
    public void reconnect(@Variable("boundServers") List<Long> servers) {
        if (!servers.isEmpty()) {
            hints.reconnect(servers);
        }
    }

    /** The service with the outcome of the sync just made, which the entity read before it does not know. */
    public ServiceView showSynced(@Variable("service") McpService service, @Body SyncView outcome) {
        ServiceView before = show(service);
        return new ServiceView(before.id(), before.name(), before.kind(), before.url(), before.description(),
                before.builtIn(), outcome.error() == null ? Instant.now() : before.syncedAt(), outcome.error(),
                before.createdAt(), before.updatedAt());
    }

    public ServiceView show(@Variable("service") McpService service) {
        return new ServiceView(service.id(), service.name(), service.kind().name(), EndpointUrl.masked(service.url()),
                service.description(), service.builtIn(), service.syncedAt(), service.syncError(),
                service.createdAt(), service.updatedAt());
    }

    public Page<ServiceView> showAll(@Body Page<McpService> page) {
        return page.map(this::show);
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
