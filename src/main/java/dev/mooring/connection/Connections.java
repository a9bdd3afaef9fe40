package dev.mooring.connection;

import dev.mooring.connection.socket.OwnedServers;
import dev.mooring.connection.socket.StateSink;
import dev.mooring.connection.socket.Timers;
import dev.mooring.connection.socket.Workers;
import dev.mooring.ownership.Grant;
import dev.mooring.ownership.OwnedConnections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections as ownership drives them: a grant becomes a route, and the route's start opens the socket. */
final class Connections implements OwnedConnections, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final Duration ROUTES_LIMIT = Duration.ofMinutes(2);
    private static final Duration STATE_LIMIT = Duration.ofMillis(500);
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final OwnedServers servers;
    private final ServerRoutes routes;
    private final StateSink states;
    private final ReconnectNotice notice;
    private final Timers timers;
    private final ServerStops stops;
    private final HandStops handStops;
    private final Reconnects reconnects;
    private final Duration closeLimit;

    Connections(OwnedServers servers, ServerRoutes routes, StateSink states, ConnectionProperties properties,
            Timers timers, Workers workers, ReconnectNotice notice, ServerStops stops, HandStops handStops) {
        this.servers = servers;
        this.routes = routes;
        this.notice = notice;
        this.timers = timers;
        this.stops = stops;
        this.handStops = handStops;
        this.reconnects = new Reconnects(timers, ids -> workers.execute(() -> reconnectNow(ids)));
        this.states = states;
        this.closeLimit = properties.drainTimeout().plus(properties.closeTimeout()).plusMillis(200);
    }

    @Override
    public void granted(List<Grant> grants) {
        grants.forEach(servers::grant);
        LongPredicate stopped = stopped(grants);
        await(routes.add(grants, stopped), ROUTES_LIMIT);
        grants.stream().filter(grant -> stopped.test(grant.serverId())).forEach(grant -> states.put(grant,
                new ConnectionState(Long.toString(grant.serverId()), grant.instanceId(), ConnectionState.Status.Disconnected,
                        null, null, null, 0, grant.serverName(), null, OwnedServers.STOPPED)));
    }

    /** Asked after the claim: a stop that is noted later is noted by this instance. */
    private LongPredicate stopped(List<Grant> grants) {
        List<Long> ids = grants.stream().map(Grant::serverId).toList();
        try {
            Map<Long, String> noted = stops.among(ids);
            return id -> handStops.isStopped(id, noted);
        } catch (RuntimeException e) {
            LOG.warn("Whether the routes of {} servers were stopped by hand can't be read ({}); they start when it can",
                    ids.size(), e.getClass().getSimpleName());
            timers.after(AGAIN, () -> reconnects.ask(ids));
            return id -> true;
        }
    }

    @Override
    public void close(Collection<Long> serverIds, End end) {
        List<CompletableFuture<Void>> written = new ArrayList<>();
        List<CompletableFuture<Void>> closed = new ArrayList<>();
        for (Long id : serverIds) {
            Optional<Grant> grant = servers.granted(id);
            if (end == End.LOST) {
                servers.drop(id);
                continue;
            }
            if (end == End.HANDED_OVER) {
                written.add(servers.tellDisconnected(id));
            }
            closed.add(servers.release(id));
            if (end == End.NOT_WANTED) {
                grant.ifPresent(one -> written.add(states.remove(one)));
            }
            grant.ifPresent(one -> ConnectionLog.info(one, "connection closed by this instance"));
        }
        await(all(closed), closeLimit);
        // the next owner writes its own state once we have released: ours must not come after it
        await(all(written), STATE_LIMIT);
    }

    @Override
    public void removed(Collection<Long> serverIds) {
        routes.remove(serverIds, id -> servers.granted(id).isPresent());
    }

    @Override
    public void fenced() {
        List<Long> ids = servers.grants().stream().map(Grant::serverId).toList();
        servers.dropAll();
        removed(ids);
    }

    @Override
    public void reconnect(Collection<Long> serverIds) {
        reconnects.ask(serverIds);
    }

    private void reconnectNow(Collection<Long> serverIds) {
        List<Grant> grants = serverIds.stream().flatMap(id -> servers.granted(id).stream()).toList();
        if (!grants.isEmpty()) {
            notice.beforeReconnect(grants.stream().map(Grant::serverId).toList());
            // a route that is made anew, because its template was edited, connects by itself
            servers.reconnect(grants.stream().map(Grant::serverId).filter(id -> !routes.isOutdated(id)).toList());
            routes.add(grants.stream().filter(grant -> routes.isOutdated(grant.serverId())).toList(), id -> false,
                    servers::isRunning);
            startAgain(grants.stream().filter(grant -> !servers.isRunning(grant.serverId())).toList());
        }
    }

    /** Routes that are stopped, though nobody wants them stopped any more. */
    private void startAgain(List<Grant> grants) {
        if (!grants.isEmpty()) {
            LongPredicate stopped = stopped(grants);
            routes.add(grants, id -> false, id -> !stopped.test(id) && !servers.isRunning(id));
        }
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

    private static void await(Future<?> future, Duration limit) {
        try {
            future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("Went on after {}: {}", limit, e.toString());
        }
    }

    @Override
    public void close() {
        servers.dropAll();
        routes.close();
    }
}
