package dev.mooring.mcp.content;

import dev.mooring.mcp.backend.BackendFailure;
import dev.mooring.mcp.backend.CallContext;
import dev.mooring.mcp.backend.McpService;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.tools.BoundService;
import dev.mooring.mcp.tools.ToolNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prompts of a server's services, with equal names told apart as those of tools are. While a service does not answer,
 * what it listed last keeps its names.
 */
public final class Prompts {

    private static final Logger log = LoggerFactory.getLogger(Prompts.class);
    private static final int MAX_PAGES = 100;

    /**
     * A prompt as a server offers it.
     *
     * @param name what the peer calls it by
     * @param definition as the service listed it
     */
    public record Offered(String name, BoundService bound, Map<String, Object> definition) {

        /** What the service calls it. */
        public String ownName() {
            return String.valueOf(definition.get("name"));
        }

        /** The entry in the answer to {@code prompts/list}. */
        public Map<String, Object> listEntry() {
            Map<String, Object> entry = new LinkedHashMap<>(definition);
            entry.put("name", name);
            return entry;
        }
    }

    private final Capabilities capabilities;
    private final ToolBackends backends;
    private final Map<McpService, List<Map<String, Object>>> lastListed = new ConcurrentHashMap<>();

    public Prompts(Capabilities capabilities, ToolBackends backends) {
        this.capabilities = capabilities;
        this.backends = backends;
    }

    /** All prompts of a server, in the order of binding and name; its services are asked. */
    public List<Offered> list(long serverId, CallContext context) {
        List<BoundService> services = capabilities.with(serverId, "prompts");
        services.forEach(bound -> ask(bound, context));
        return named(services);
    }

    /** The prompt that a server offers by this name; its services are asked only where it is not known from before. */
    public Optional<Offered> find(long serverId, String name, CallContext context) {
        List<BoundService> services = capabilities.with(serverId, "prompts");
        boolean listed = services.stream().allMatch(bound -> lastListed.containsKey(bound.service()));
        Optional<Offered> known = listed ? byName(named(services), name) : Optional.empty();
        return known.isPresent() ? known : byName(list(serverId, context), name);
    }

    private static Optional<Offered> byName(List<Offered> all, String name) {
        return all.stream().filter(prompt -> prompt.name().equals(name)).findFirst();
    }

    private List<Offered> named(List<BoundService> services) {
        ToolNames names = new ToolNames();
        List<Offered> offered = new ArrayList<>();
        for (BoundService bound : services) {
            lastListed.getOrDefault(bound.service(), List.of()).forEach(prompt -> offered.add(new Offered(
                    names.assign(String.valueOf(prompt.get("name")), bound.service().name(), bound.service().id()),
                    bound, prompt)));
        }
        return offered;
    }

    private void ask(BoundService bound, CallContext context) {
        try {
            lastListed.put(bound.service(), all(bound, context));
        } catch (BackendFailure e) {
            log.warn("{}: its prompts cannot be listed now: {}", bound.service(), e.getMessage());
        }
    }

    private List<Map<String, Object>> all(BoundService bound, CallContext context) {
        List<Map<String, Object>> prompts = new ArrayList<>();
        Set<Object> cursors = new HashSet<>();
        Object cursor = null;
        do {
            Map<String, Object> page = backends.of(bound.service()).request("prompts/list",
                    cursor == null ? Map.of() : Map.of("cursor", cursor), context);
            Pages.items(page, "prompts").stream().filter(prompt -> prompt.get("name") instanceof String)
                    .forEach(prompts::add);
            cursor = page.get("nextCursor");
        } while (cursor != null && cursors.add(cursor) && cursors.size() < MAX_PAGES);
        prompts.sort(Comparator.comparing(prompt -> String.valueOf(prompt.get("name"))));
        return List.copyOf(prompts);
    }
}
