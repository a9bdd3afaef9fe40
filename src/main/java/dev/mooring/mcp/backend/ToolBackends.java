package dev.mooring.mcp.backend;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.McpProperties;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/** The backends of this instance, one per service whatever the number of servers that offer it. */
public final class ToolBackends implements AutoCloseable {

    private record Entry(McpService service, ToolBackend backend) {
    }

    private final ConcurrentHashMap<Long, Entry> entries = new ConcurrentHashMap<>();
    private final RouteBackend routes;
    private final ObjectMapper mapper;
    private final Duration timeout;

    public ToolBackends(RouteToolRegistry registry, ExecutorService threads, ObjectMapper mapper,
                        McpProperties properties) {
        this.routes = new RouteBackend(registry, threads, mapper);
        this.mapper = mapper;
        this.timeout = properties.toolTimeout();
    }

    /**
     * The backend of a service. When its address has changed, the one of the old address is closed.
     *
     * @throws BackendFailure for a kind that is not supported
     */
    public ToolBackend of(McpService service) {
        if (service.kind() == McpService.Kind.ROUTES) {
            return routes;
        }
        Entry known = entries.get(service.id());
        if (known != null && sameBackend(known.service(), service)) {
            return known.backend();
        }
        return entries.compute(service.id(), (id, entry) -> {
            if (entry != null && sameBackend(entry.service(), service)) {
                return entry;
            }
            ToolBackend made = create(service);
            if (entry != null) {
                entry.backend().close();
            }
            return new Entry(service, made);
        }).backend();
    }

    private static boolean sameBackend(McpService one, McpService other) {
        return one.kind() == other.kind() && Objects.equals(one.url(), other.url())
                && Objects.equals(one.name(), other.name());
    }

    private ToolBackend create(McpService service) {
        return switch (service.kind()) {
            case ROUTES -> routes;
            case STREAMABLE_HTTP -> new StreamableHttpBackend(service, mapper, timeout.plusSeconds(5));
            case SSE, STDIO -> throw new BackendFailure(
                    "The service '%s' is of kind %s, which is not supported yet".formatted(service.name(), service.kind()));
        };
    }

    @Override
    public void close() {
        entries.values().forEach(entry -> entry.backend().close());
        entries.clear();
    }
}
