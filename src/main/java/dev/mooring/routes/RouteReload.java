package dev.mooring.routes;

import dev.mooring.mcp.routetool.RouteTool;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/** Looks at the route files from the moment the program is ready until it ends, on a thread of its own. */
public final class RouteReload {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
    /** How long a file must stay as it is to be taken for finished. */
    private static final Duration SETTLE = Duration.ofMillis(150);

    private final RouteFiles files;
    private final RouteToolRegistry tools;
    private final List<RouteToolsListener> listeners;
    private final boolean watching;
    private final Duration interval;
    private final Set<String> changed = new TreeSet<>();
    private ScheduledExecutorService thread;

    /** @param watching whether there is a folder to look at */
    RouteReload(RouteFiles files, RouteToolRegistry tools, List<RouteToolsListener> listeners, boolean watching,
            Duration interval) {
        this.watching = watching;
        this.files = files;
        this.tools = tools;
        this.listeners = listeners;
        this.interval = interval;
    }

    /** The tools, before any server is owned. A broken one is refused and told, and everything else goes on. */
    @EventListener(ApplicationStartedEvent.class)
    public void takeTools() {
        if (watching) {
            files.look(() -> { });
            files.look(() -> { }); // what cannot run is only told at the second look
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    public synchronized void start() {
        if (thread != null || !watching || interval.isZero()) {
            return;
        }
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "mooring-routes");
            made.setDaemon(true);
            return made;
        });
        thread.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @EventListener(ContextClosedEvent.class)
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
            files.close();
        }
    }

    private void look() {
        try {
            Map<String, Object> before = offered();
            files.look(RouteReload::settle);
            changed.addAll(differences(before, offered()));
            if (!changed.isEmpty()) {
                listeners.forEach(listener -> listener.toolsChanged(Set.copyOf(changed)));
                changed.clear(); // only now: who could not listen is told again at the next look
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("The look at the route files did not end well ({}), trying again", e.getClass().getSimpleName());
            LOG.debug("Cause", e);
        }
    }

    private static void settle() {
        try {
            TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What callers see of a tool: an edit of its steps alone changes nothing for them. */
    private Map<String, Object> offered() {
        Map<String, Object> seen = new HashMap<>();
        for (RouteTool tool : tools.all()) {
            seen.put(tool.name(), List.of(tool.description(), tool.inputSchema()));
        }
        return seen;
    }

    private static Set<String> differences(Map<String, Object> before, Map<String, Object> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        return names;
    }
}
