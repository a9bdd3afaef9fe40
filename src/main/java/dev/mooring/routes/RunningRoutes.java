package dev.mooring.routes;

import dev.mooring.mcp.routetool.RouteTool;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.impl.engine.AbstractCamelContext;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Takes routes out of the running context without ending them. Camel's own way is to stop a route first, and to wait up
 * to the shutdown timeout for what is in it; all this time a direct: route still takes new calls, and when the time is over
 * those in it are broken off. A retired route gives its id and its entrance to another, and serves on until it is ended.
 */
final class RunningRoutes {

    /** A route that is no longer the context's. */
    record Retired(RouteService service, RouteDefinition definition) {

        Consumer consumer() {
            return service.getRoute().getConsumer();
        }

        /** Ends it; its endpoint stays, because the route that took its place may use it. */
        void end() {
            service.stop();
            ServiceHelper.stopAndShutdownService(service.getRoute());
        }
    }

    private final CamelContext camel;
    private final Model model;
    private final RouteToolRegistry tools;
    private final Map<String, RouteService> services;
    private final Lock lock;

    RunningRoutes(CamelContext camel, RouteToolRegistry tools) {
        this.camel = camel;
        this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        this.tools = tools;
        this.services = services(camel);
        this.lock = (Lock) call(camel, "getLock");
    }

    Model model() {
        return model;
    }

    /** All routes as they are at this moment; others come and go on other threads. */
    List<RouteDefinition> definitions() {
        synchronized (model) {
            return List.copyOf(model.getRouteDefinitions());
        }
    }

    boolean has(String routeId) {
        return model.getRouteDefinition(routeId) != null;
    }

    /** Returns null if there is no such route. */
    Retired retire(String routeId) {
        synchronized (model) { // first the model, then the context: Camel's own order
            lock.lock();
            try {
                RouteService service = services.get(routeId);
                RouteDefinition definition = model.getRouteDefinition(routeId);
                if (service == null || definition == null) {
                    return null;
                }
                Route route = service.getRoute();
                closeEntrance(route.getConsumer());
                for (LifecycleStrategy strategy : camel.getLifecycleStrategies()) {
                    strategy.onRoutesRemove(List.of(route));
                }
                services.remove(routeId);
                camel.getCamelContextExtension().getRouteStartupOrder().removeIf(order -> order.getRoute() == route);
                camel.getCamelContextExtension().removeRoute(route);
                model.getRouteDefinitions().remove(definition);
                return new Retired(service, definition);
            } finally {
                lock.unlock();
            }
        }
    }

    private void closeEntrance(Consumer consumer) {
        if (consumer instanceof DirectConsumer direct && direct.getEndpoint().getComponent() instanceof SeamlessDirect seamless) {
            seamless.retire(direct);
        } else if (consumer instanceof RouteTool tool) {
            tools.retire(tool);
        } else if (!(consumer instanceof PlatformHttpConsumer) // its path is given to the next one, or dropped
                && !ServiceHelper.suspendService(consumer)) {
            ServiceHelper.stopService(consumer);
        }
    }

    /** Nobody took its place: it takes no more calls. */
    void closeForGood(Retired retired) {
        if (retired.consumer() instanceof DirectConsumer direct
                && direct.getEndpoint().getComponent() instanceof SeamlessDirect seamless) {
            seamless.dropIfRetired(direct);
        } else if (retired.consumer() instanceof RouteTool tool) {
            tools.unregister(tool);
        }
    }

    /** Has callers that still remember a retired route find the one in its place. */
    void touch() {
        if (camel.hasComponent("direct") instanceof SeamlessDirect seamless) {
            seamless.touch();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, RouteService> services(CamelContext camel) {
        return (Map<String, RouteService>) call(camel, "getRouteServices");
    }

    /** Camel 4.17 has no public way to these. */
    private static Object call(CamelContext camel, String getter) {
        try {
            Method method = AbstractCamelContext.class.getDeclaredMethod(getter);
            method.setAccessible(true);
            return method.invoke(camel);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of Camel has no " + getter + " to take routes out of a context", e);
        }
    }
}
