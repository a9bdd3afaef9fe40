package dev.mooring.observe;

import dev.mooring.connection.RouteIds;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Health indicator {@code camel}, in place of Camel's own, which turns red with any single route that is not started, lists
 * each of thousands, and shows stack traces. Here the status is the Camel context's alone: routes that do not run, and
 * Camel health checks that are down, are told as details. Routes of servers are not looked at: their connections' states say
 * more, and an endpoint that refuses is none of this instance's failures.
 */
@Component("camelHealthIndicator")
class CamelHealth implements HealthIndicator {

    private static final int MOST = 20;

    private final CamelContext camel;

    CamelHealth(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public Health health() {
        ServiceStatus status = camel.getStatus();
        Health.Builder health = status != null && status.isStarted() ? Health.up() : Health.outOfService();
        health.withDetail("context", String.valueOf(status)).withDetail("routes", camel.getRoutesSize());
        List<String> idle = camel.getRoutes().stream().map(Route::getId).filter(id -> RouteIds.serverId(id).isEmpty())
                .filter(id -> !isStarted(id)).sorted().toList();
        if (!idle.isEmpty()) {
            health.withDetail("routesNotStarted", idle.subList(0, Math.min(MOST, idle.size())));
            health.withDetail("routesNotStartedCount", idle.size());
        }
        Map<String, String> down = down();
        if (!down.isEmpty()) {
            health.withDetail("checksDown", down);
        }
        return health.build();
    }

    private boolean isStarted(String route) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(route);
        return status != null && status.isStarted();
    }

    /** The checks that users or components have registered; their messages are left out, as they may quote an address. */
    private Map<String, String> down() {
        Map<String, String> down = new TreeMap<>();
        for (HealthCheck.Result result : HealthCheckHelper.invoke(camel)) {
            if (result.getState() == HealthCheck.State.DOWN && down.size() < MOST) {
                down.put(result.getCheck().getId(), result.getState().name());
            }
        }
        return down;
    }
}
