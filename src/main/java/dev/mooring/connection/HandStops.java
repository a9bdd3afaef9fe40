package dev.mooring.connection;

import dev.mooring.connection.socket.OwnedServers;
import dev.mooring.connection.socket.Timers;
import dev.mooring.connection.socket.Workers;
import dev.mooring.ownership.Grant;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy of every server's route: notices that it is stopped, suspended, started or resumed by anybody but this
 * program, be it in Hawtio, over JMX or by a route, and has that noted. The socket is the consumer's business, which closes
 * and opens it with the route; the lock stays with the instance on which the stopped route is shown.
 */
final class HandStops extends RoutePolicySupport {
    /** Who it was when nobody is logged in on the thread that does it. */
    static final String NOT_A_USER = "local JMX or a route";
    private static final Logger LOG = LoggerFactory.getLogger(HandStops.class);
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final OwnedServers servers;
    private final ServerStops stops;
    private final Supplier<String> user;
    private final Timers timers;
    private final Workers workers;
    private final Map<Long, Wish> unnoted = new ConcurrentHashMap<>();

    /** What somebody did last; a null {@code by} is a start. */
    private record Wish(Grant grant, String by) {
    }

    /** @param user the name of the user on whose behalf the calling thread works; null if there is none */
    HandStops(OwnedServers servers, ServerStops stops, Supplier<String> user, Timers timers, Workers workers) {
        this.servers = servers;
        this.stops = stops;
        this.user = user;
        this.timers = timers;
        this.workers = workers;
    }

    @Override
    public void onStop(Route route) {
        byHand(route, true);
    }

    @Override
    public void onSuspend(Route route) {
        byHand(route, true);
    }

    @Override
    public void onStart(Route route) {
        byHand(route, false);
    }

    @Override
    public void onResume(Route route) {
        byHand(route, false);
    }

    /** What this program does to routes it does on the keeper's thread, or because it ends. */
    private void byHand(Route route, boolean stop) {
        if (ServerRoutes.onKeeperThread() || route.getCamelContext().getStatus() != ServiceStatus.Started) {
            return;
        }
        RouteIds.serverId(route.getRouteId()).flatMap(servers::granted).ifPresent(grant -> {
            String name = user.get();
            String by = name == null ? NOT_A_USER : name;
            ConnectionLog.info(grant, "route " + (stop ? "stopped" : "started") + " by hand by " + by);
            Wish wish = new Wish(grant, stop ? by : null);
            unnoted.put(grant.serverId(), wish);
            note(wish);
        });
    }

    private void note(Wish wish) {
        long id = wish.grant().serverId();
        if (unnoted.get(id) != wish) {
            return;
        }
        try {
            if (wish.by() != null) {
                stops.stopped(wish.grant(), wish.by());
            } else {
                stops.started(wish.grant());
            }
            unnoted.remove(id, wish);
        } catch (RuntimeException e) {
            if (!wish.grant().gate().isOpen()) {
                unnoted.remove(id, wish);
                return;
            }
            LOG.warn("The {} of route {} could not be noted yet ({}); until it is, another owner would not know of it",
                    wish.by() != null ? "stop" : "start", RouteIds.of(id), e.getClass().getSimpleName());
            timers.after(AGAIN, () -> workers.execute(() -> note(wish)));
        }
    }

    /** What was done here but could not be noted yet. */
    boolean isStopped(long serverId, Map<Long, String> noted) {
        Wish wish = unnoted.get(serverId);
        return wish != null && wish.grant().gate().isOpen() ? wish.by() != null : noted.containsKey(serverId);
    }
}
