package dev.mooring.mcp.tools;

import dev.mooring.mcp.McpProperties;
import dev.mooring.mcp.backend.BackendTool;
import dev.mooring.mcp.backend.McpService;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/** Catalogs that need no PostgreSQL. */
public final class Catalogs {

    private Catalogs() {
    }

    /** Every server offers the routes, and as many further tools as it has id beyond 1000. */
    public static ToolCatalog ofRoutes(ToolBackends backends, RouteToolRegistry registry, Executor threads,
                                       McpProperties properties) {
        McpService routes = new McpService(1, "routes", McpService.Kind.ROUTES, null);
        McpService many = new McpService(2, "many", McpService.Kind.STREAMABLE_HTTP, "http://127.0.0.1:9/mcp");
        return new ToolCatalog(server -> List.of(new Binding(1, routes, null, Map.of(), List.of()), new Binding(2, many, null, Map.of(),
                IntStream.range(0, (int) Math.max(0, server - 1000)).mapToObj(n -> new BackendTool(
                        "tool-%03d".formatted(n), "Number " + n, Map.of("type", "object"))).toList())),
                backends, registry::version, threads, properties);
    }
}
