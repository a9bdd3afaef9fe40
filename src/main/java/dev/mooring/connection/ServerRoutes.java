package dev.mooring.connection;

import dev.mooring.ownership.Grant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.DefaultRouteTemplateContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanCreationNotAllowedException;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * The Camel routes of owned servers, made from the template {@value #TEMPLATE}. Adds and removals happen in their order on
 * one keeper thread. Routes are added in bulk, because Camel's cost of a single add grows with the routes there are.
 */
final class ServerRoutes implements AutoCloseable {
    static final String TEMPLATE = "server-connection";
    private static final String KEEPER = "mooring-route-keeper";
    private static final Logger LOG = LoggerFactory.getLogger(ServerRoutes.class);

    private final Supplier<CamelContext> camel;
    private final RoutePolicy policy;
    private final Queue<String> unmanaged = new ArrayDeque<>();
    private volatile boolean ending;
    private final Map<Long, RouteTemplateDefinition> madeFrom = new ConcurrentHashMap<>();
    private final ExecutorService keeper = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, KEEPER);
        thread.setDaemon(true);
        return thread;
    });

    /** @param policy of all the routes; null for none */
    ServerRoutes(Supplier<CamelContext> camel, RoutePolicy policy) {
        this.camel = camel;
        this.policy = policy;
    }

    /** Whether it is this class that is doing something to a route. */
    static boolean onKeeperThread() {
        return Thread.currentThread().getName().equals(KEEPER);
    }

    /** Whether the template was edited after this server's route was made from it. */
    boolean isOutdated(long serverId) {
        RouteTemplateDefinition used = madeFrom.get(serverId);
        return used != null && used != model().getRouteTemplateDefinition(TEMPLATE);
    }

    /**
     * Adds the routes and starts those that are not to be left stopped; a route that is still there, from an earlier
     * grant perhaps, is replaced.
     */
    Future<?> add(List<Grant> grants, LongPredicate leftStopped) {
        return add(grants, leftStopped, id -> true);
    }

    /** The same for those that are still wanted when it is their turn. */
    Future<?> add(List<Grant> all, LongPredicate leftStopped, LongPredicate wanted) {
        return keeper.submit(() -> {
            List<Grant> grants = all.stream().filter(grant -> wanted.test(grant.serverId())).toList();
            try {
                start(definitions(grants, leftStopped));
            } catch (Exception e) {
                LOG.error("The routes of {} servers could not be added: {}. Is the template {} in "
                        + "routes/server-connection.camel.yaml as it should be?", grants.size(), e.getMessage(), TEMPLATE);
                LOG.debug("Cause", e);
            }
        });
    }

    /**
     * What {@code Model.addRouteDefinitions} does, without its search for an old route of each id through all there are,
     * and without the MBeans: they cost more than the route itself, and follow when the connections are opening.
     */
    private void start(List<RouteDefinition> definitions) throws Exception {
        definitions.forEach(definition -> removeOne(definition.getId()));
        Model model = model();
        try {
            synchronized (model) { // as its own methods are
                model.getRouteDefinitions().addAll(definitions);
                ((ModelCamelContext) camel.get()).startRouteDefinitions(definitions);
            }
        } finally {
            definitions.forEach(definition -> unmanaged.add(definition.getId()));
            keeper.submit(this::manageNext);
        }
    }

    /** One at a time, so that routes to be added never wait for more than one. */
    private void manageNext() {
        String id = unmanaged.poll();
        if (id == null || ending) {
            return;
        }
        Route route = camel.get().getRoute(id);
        if (route != null) {
            RouteMBeans.register(camel.get(), route);
        }
        keeper.submit(this::manageNext);
    }

    /** From now on Camel's own stop removes them: one by one they would keep a core busy while others take over. */
    @EventListener(ContextClosedEvent.class)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    public void programEnds() {
        ending = true;
    }

    /** Removes the routes of those servers that are not wanted by then. */
    Future<?> remove(Collection<Long> serverIds, LongPredicate wanted) {
        List<Long> ids = List.copyOf(serverIds);
        return keeper.submit(() -> {
            for (Long id : ids) {
                if (!ending && !wanted.test(id)) {
                    madeFrom.remove(id);
                    removeOne(RouteIds.of(id));
                }
            }
        });
    }

    private void removeOne(String id) {
        try {
            RouteDefinition definition = model().getRouteDefinition(id);
            if (definition != null) {
                model().removeRouteDefinition(definition);
            }
        } catch (BeanCreationNotAllowedException e) {
            LOG.debug("Route {} goes with the program, which is ending", id);
        } catch (Exception e) {
            LOG.warn("Route {} could not be removed: {}", id, e.getMessage());
        }
    }

    private Model model() {
        return camel.get().getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** For a list what {@code Model.addRouteFromTemplate} of Camel 4.17 does for one. */
    private List<RouteDefinition> definitions(List<Grant> grants, LongPredicate leftStopped) {
        RouteTemplateDefinition template = model().getRouteTemplateDefinition(TEMPLATE);
        if (template == null) {
            throw new IllegalStateException("there is no route template " + TEMPLATE);
        }
        List<RouteDefinition> definitions = new ArrayList<>(grants.size());
        for (Grant grant : grants) {
            RouteDefinition definition = definition(template, grant);
            if (leftStopped.test(grant.serverId())) {
                definition.setAutoStartup("false");
            }
            definitions.add(definition);
            madeFrom.put(grant.serverId(), template);
        }
        return definitions;
    }

    private RouteDefinition definition(RouteTemplateDefinition template, Grant grant) {
        Map<String, Object> parameters = new HashMap<>();
        if (template.getTemplateParameters() != null) {
            template.getTemplateParameters().stream().filter(one -> one.getDefaultValue() != null)
                    .forEach(one -> parameters.put(one.getName(), one.getDefaultValue()));
        }
        Map<String, Object> defaults = Map.copyOf(parameters);
        parameters.put("serverId", Long.toString(grant.serverId()));
        parameters.put("serverName", plain(grant.serverName()));
        DefaultRouteTemplateContext context = new DefaultRouteTemplateContext(camel.get());
        parameters.forEach(context::setParameter);
        RouteDefinition definition = template.asRouteDefinition();
        definition.setId(RouteIds.of(grant.serverId()));
        definition.setDescription(grant.serverName());
        definition.setTemplateParameters(parameters);
        definition.setTemplateDefaultParameters(new HashMap<>(defaults));
        definition.setRouteTemplateContext(context);
        if (policy != null) {
            definition.routePolicy(policy);
        }
        return definition;
    }

    /**
     * A name as a template parameter: Camel would take braces, dollar signs and the like in it for placeholders,
     * expressions or options, so all but letters, digits, spaces, dots and hyphens become underscores.
     */
    static String plain(String name) {
        return name.replaceAll("[^\\p{L}\\p{M}\\p{N} .\\-]", "_");
    }

    @Override
    public void close() {
        keeper.shutdownNow();
    }
}
