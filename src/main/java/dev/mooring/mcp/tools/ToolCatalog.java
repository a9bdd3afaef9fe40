package dev.mooring.mcp.tools;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.McpProperties;
import dev.mooring.mcp.backend.BackendTool;
import dev.mooring.mcp.backend.McpService;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
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
    private final LongSupplier routesVersion;
    private final ConcurrentHashMap<Long, Known> servers = new ConcurrentHashMap<>();

    /** What is known of one server; the offer is made anew when the bindings or the routes are others. */
    private static final class Known {
        final LastKnown<List<Binding>> bindings;
        volatile Offer offer;

        Known(LastKnown<List<Binding>> bindings) {
            this.bindings = bindings;
        }
    }

    public ToolCatalog(JdbcTemplate jdbc, ObjectMapper mapper, ToolBackends backends, RouteToolRegistry routes,
                       Executor threads, McpProperties properties) {
        this(new BindingReader(jdbc, mapper)::read, backends, routes::version, threads, properties);
    }

    /** With another source of bindings than PostgreSQL. */
    ToolCatalog(LongFunction<List<Binding>> reader, ToolBackends backends, LongSupplier routesVersion, Executor threads,
                McpProperties properties) {
        this.reader = reader;
        this.routesVersion = routesVersion;
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
        Known known = known(serverId);
        return offer(known, known.bindings.get()).tools();
    }

    /**
     * The tool that a server offers by this name. Looks it up in what is known, without waiting for PostgreSQL; only for a
     * name that is not there the bindings are read first, as {@link #list} does.
     */
    public Optional<OfferedTool> find(long serverId, String name) {
        Known known = known(serverId);
        List<Binding> bindings = known.bindings.now();
        OfferedTool found = bindings == null ? null : offer(known, bindings).byName().get(name);
        return found != null ? Optional.of(found)
                : Optional.ofNullable(offer(known, known.bindings.get()).byName().get(name));
    }

    /** The services that a server is bound to, in the order of binding; fails as {@link #list} does. */
    public List<BoundService> services(long serverId) {
        return known(serverId).bindings.get().stream().map(binding -> new BoundService(binding.id(), binding.service()))
                .toList();
    }

    private Offer offer(Known known, List<Binding> bindings) {
        long routes = routesVersion.getAsLong();
        Offer offer = known.offer;
        if (offer == null || !offer.isOf(bindings, routes)) {
            offer = Offer.of(bindings, routes, this::tools);
            known.offer = offer;
        }
        return offer;
    }

    /** What the server offers has changed: the next list is read anew, or, while PostgreSQL is down, the last known. */
    public void invalidate(long serverId) {
        Known known = servers.get(serverId);
        if (known != null) {
            known.bindings.invalidate();
        }
    }

    /** The same for every server, because a service has changed. */
    public void invalidateAll() {
        servers.values().forEach(known -> known.bindings.invalidate());
    }

    private List<BackendTool> tools(Binding binding) {
        return binding.service().kind() == McpService.Kind.ROUTES
                ? backends.of(binding.service()).tools(toolTimeout) : binding.stored();
    }

    private Known known(long serverId) {
        Known known = servers.get(serverId);
        return known != null ? known
                : servers.computeIfAbsent(serverId, id -> new Known(new LastKnown<>(() -> read(id), threads, maxAge)));
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
