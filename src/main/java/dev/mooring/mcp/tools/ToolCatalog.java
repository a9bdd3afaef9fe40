package dev.mooring.mcp.tools;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.McpProperties;
import dev.mooring.mcp.backend.BackendTool;
import dev.mooring.mcp.backend.McpService;
import dev.mooring.mcp.backend.ToolBackends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The tools of each server: those its bindings choose, in the order of binding and name. Stored tools come from
 * PostgreSQL, at most {@code mooring.mcp.catalog-age} old; those of the service {@code routes} are live.
 */
public final class ToolCatalog {

    private static final Logger log = LoggerFactory.getLogger(ToolCatalog.class);
    private final LongFunction<List<Binding>> reader;
    private final ToolBackends backends;
    private final Executor threads;
    private final Duration maxAge;
    private final Duration toolTimeout;
    private final ConcurrentHashMap<Long, LastKnown<List<Binding>>> servers = new ConcurrentHashMap<>();

    public ToolCatalog(JdbcTemplate jdbc, ObjectMapper mapper, ToolBackends backends, Executor threads,
                       McpProperties properties) {
        this(new BindingReader(jdbc, mapper)::read, backends, threads, properties);
    }

    /** With another source of bindings than PostgreSQL. */
    ToolCatalog(LongFunction<List<Binding>> reader, ToolBackends backends, Executor threads, McpProperties properties) {
        this.reader = reader;
        this.backends = backends;
        this.threads = threads;
        this.maxAge = properties.catalogAge();
        this.toolTimeout = properties.toolTimeout();
    }

    /**
     * What a server offers. Waits for PostgreSQL for a second at most when the tools are known from before.
     *
     * @return empty also for a server that does not exist
     * @throws IllegalStateException when PostgreSQL does not answer and nothing is known from before
     */
    public List<OfferedTool> list(long serverId) {
        ToolNames names = new ToolNames();
        List<OfferedTool> offered = new ArrayList<>();
        for (Binding binding : bindings(serverId)) {
            McpService service = binding.service();
            tools(binding).stream().filter(binding::offers).sorted(Comparator.comparing(BackendTool::name))
                    .forEach(tool -> offered.add(new OfferedTool(
                            names.assign(tool.name(), service.name(), service.id()), binding.id(), service, tool)));
        }
        return offered;
    }

    /** The tool that a server offers by this name; fails as {@link #list} does. */
    public Optional<OfferedTool> find(long serverId, String name) {
        return list(serverId).stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    /** What the server offers has changed: the next list is read anew, or, while PostgreSQL is down, the last known. */
    public void invalidate(long serverId) {
        LastKnown<List<Binding>> known = servers.get(serverId);
        if (known != null) {
            known.invalidate();
        }
    }

    /** The same for every server, because a service has changed. */
    public void invalidateAll() {
        servers.values().forEach(LastKnown::invalidate);
    }

    private List<BackendTool> tools(Binding binding) {
        return binding.service().kind() == McpService.Kind.ROUTES
                ? backends.of(binding.service()).tools(toolTimeout) : binding.stored();
    }

    private List<Binding> bindings(long serverId) {
        return servers.computeIfAbsent(serverId, id -> new LastKnown<>(() -> read(id), threads, maxAge)).get();
    }

    private List<Binding> read(long serverId) {
        try {
            return reader.apply(serverId);
        } catch (RuntimeException e) {
            log.warn("The tools of server {} cannot be read from PostgreSQL now; those known are offered", serverId);
            throw e;
        }
    }
}
