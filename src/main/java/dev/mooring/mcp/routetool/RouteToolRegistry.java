package dev.mooring.mcp.routetool;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The tools of the routes that are started at this moment, by name. The built-in service {@code routes} offers them. */
public final class RouteToolRegistry {

    private final ConcurrentSkipListMap<String, RouteTool> tools = new ConcurrentSkipListMap<>();
    private final AtomicLong version = new AtomicLong();
    private final Set<RouteTool> retired = ConcurrentHashMap.newKeySet();

    /** @throws IllegalStateException when another started route offers a tool of this name */
    void register(RouteTool tool) {
        RouteTool other = tools.putIfAbsent(tool.name(), tool);
        if (other != null && other != tool) {
            if (!retired.remove(other) || !tools.replace(tool.name(), other, tool)) {
                throw new IllegalStateException("There is a tool named '%s' already; give one of the two routes another name"
                        .formatted(tool.name()));
            }
        }
        version.incrementAndGet();
    }

    /** The tool is offered until another of its name takes its place, or until it is unregistered. */
    public void retire(RouteTool tool) {
        retired.add(tool);
    }

    /** The tool is offered no longer; does nothing when another has taken its place. */
    public void unregister(RouteTool tool) {
        retired.remove(tool);
        tools.remove(tool.name(), tool);
        version.incrementAndGet();
    }

    /** Another number whenever a tool has come or gone; read it before {@link #all()}. */
    public long version() {
        return version.get();
    }

    public Optional<RouteTool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** A snapshot in the order of names. */
    public Collection<RouteTool> all() {
        return List.copyOf(tools.values());
    }
}
