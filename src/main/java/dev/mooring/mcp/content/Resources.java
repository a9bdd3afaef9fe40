package dev.mooring.mcp.content;

import dev.mooring.mcp.backend.BackendFailure;
import dev.mooring.mcp.backend.CallContext;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.tools.BoundService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources of a server's services. A URI belongs to the first bound service that lists it; one that nobody has listed
 * here (it may come from a template) is asked of each service in turn.
 */
public final class Resources {

    private static final Logger log = LoggerFactory.getLogger(Resources.class);
    private static final int MAX_KNOWN = 10_000;
    private final Capabilities capabilities;
    private final ToolBackends backends;
    private final int pageSize;
    /** By server: URIs and URI templates, and the bindings that brought them. */
    private final Map<Long, Map<String, Long>> owners = new ConcurrentHashMap<>();

    /** @param pageSize a page that has as many is not filled up from the next service */
    public Resources(Capabilities capabilities, ToolBackends backends, int pageSize) {
        this.capabilities = capabilities;
        this.backends = backends;
        this.pageSize = pageSize;
    }

    /**
     * A page of resources or of templates, from one service or more.
     *
     * @param method {@code resources/list} or {@code resources/templates/list}
     * @param cursor of the page before; null for the first
     * @throws IllegalArgumentException when the cursor is none of ours
     */
    public Map<String, Object> page(long serverId, String method, String cursor, CallContext context) {
        boolean templates = method.contains("template");
        Pages from = cursor == null ? null : Pages.read(cursor);
        List<BoundService> all = capabilities.with(serverId, "resources");
        owners.getOrDefault(serverId, Map.of()).values().removeIf(id -> all.stream().noneMatch(one -> one.bindingId() == id));
        List<BoundService> services = all.stream()
                .filter(bound -> from == null || bound.bindingId() >= from.bindingId()).toList();
        List<Map<String, Object>> items = new ArrayList<>();
        Pages next = null;
        for (int i = 0; i < services.size() && next == null; i++) {
            BoundService bound = services.get(i);
            String own = from != null && from.bindingId() == bound.bindingId() ? from.cursor() : null;
            Map<String, Object> page = ask(bound, method, own, context);
            Pages.items(page, templates ? "resourceTemplates" : "resources").stream()
                    .filter(item -> isIts(serverId, bound, item.get(templates ? "uriTemplate" : "uri"))).forEach(items::add);
            if (page.get("nextCursor") instanceof String more && !more.equals(own)) {
                next = new Pages(bound.bindingId(), more);
            } else if (items.size() >= pageSize && i + 1 < services.size()) {
                next = new Pages(services.get(i + 1).bindingId(), null);
            }
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(templates ? "resourceTemplates" : "resources", items);
        if (next != null) {
            result.put("nextCursor", next.write());
        }
        return result;
    }

    private Map<String, Object> ask(BoundService bound, String method, String cursor, CallContext context) {
        try {
            return backends.of(bound.service()).request(method, cursor == null ? Map.of() : Map.of("cursor", cursor), context);
        } catch (BackendFailure e) {
            log.warn("{}: {} failed: {}", bound.service(), method, e.getMessage());
            return Map.of();
        }
    }

    private boolean isIts(long serverId, BoundService bound, Object uri) {
        if (!(uri instanceof String text)) {
            return false;
        }
        Map<String, Long> known = owners.computeIfAbsent(serverId, id -> new ConcurrentHashMap<>());
        if (known.size() >= MAX_KNOWN) {
            known.clear(); // costs a few questions more, nothing else
        }
        // of two that list it, the earlier binding's; a later one that was there first gives way
        return known.merge(text, bound.bindingId(), Math::min) == bound.bindingId();
    }

    /** The service that listed a URI or template; empty when none of the server's services is known to have. */
    public Optional<BoundService> owner(long serverId, String uri, String capability) {
        Long binding = owners.getOrDefault(serverId, Map.of()).get(uri);
        return binding == null ? Optional.empty() : capabilities.with(serverId, capability).stream()
                .filter(bound -> bound.bindingId() == binding).findFirst();
    }

    /**
     * Asks the service that listed the URI, else each that has the capability until one answers.
     *
     * @return empty when no service has the capability
     * @throws BackendFailure of the last one asked, when none answered
     */
    public Optional<Map<String, Object>> ask(long serverId, String uri, String capability, String method,
                                             Map<String, Object> params, CallContext context) {
        List<BoundService> asked = owner(serverId, uri, capability).map(List::of)
                .orElseGet(() -> capabilities.with(serverId, capability));
        BackendFailure last = null;
        for (BoundService bound : asked) {
            try {
                return Optional.of(backends.of(bound.service()).request(method, params, context));
            } catch (BackendFailure e) {
                last = e;
            }
        }
        if (last != null) {
            throw last;
        }
        return Optional.empty();
    }
}
