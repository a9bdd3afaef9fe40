package dev.mooring.connection.socket;

import dev.mooring.connection.ConnectionState.Status;
import dev.mooring.connection.Outbound;
import dev.mooring.connection.ReconnectReason;
import dev.mooring.ownership.Grant;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers that this instance owns, and the running connections of those whose routes are started. A route without a
 * grant opens nothing.
 */
public final class OwnedServers implements Outbound {
    /** The last error of a connection whose route somebody stopped; who it was stands in PostgreSQL. */
    public static final String STOPPED = "the route was stopped by hand";

    private final Surroundings around;
    private final Map<Long, Grant> grants = new ConcurrentHashMap<>();
    private final Map<Long, Running> running = new ConcurrentHashMap<>();

    private final Map<Long, CompletableFuture<Void>> closing = new ConcurrentHashMap<>();

    private record Running(Object consumer, ServerConnection connection) {
    }

    public OwnedServers(Surroundings around) {
        this.around = around;
    }

    public void grant(Grant grant) {
        grants.put(grant.serverId(), grant);
    }

    public Optional<Grant> granted(long serverId) {
        return Optional.ofNullable(grants.get(serverId));
    }

    public List<Grant> grants() {
        return List.copyOf(grants.values());
    }

    /** Whether the server's route is started, connected or not. */
    public boolean isRunning(long serverId) {
        return running.containsKey(serverId);
    }

    /** Ends the grant and the connection gracefully; completes when its TCP connection is closed. */
    public CompletableFuture<Void> release(long serverId) {
        grants.remove(serverId);
        Running old = running.remove(serverId);
        return old == null ? CompletableFuture.completedFuture(null) : old.connection().close();
    }

    /** Says Disconnected in Redis for the next owner to overwrite. */
    public CompletableFuture<Void> tellDisconnected(long serverId) {
        Running now = running.get(serverId);
        return now == null ? CompletableFuture.completedFuture(null) : now.connection().tellDisconnected(null);
    }

    /** Ends the grant and the connection at once, nothing is written. */
    public void drop(long serverId) {
        grants.remove(serverId);
        Running old = running.remove(serverId);
        if (old != null) {
            old.connection().closeHard();
        }
    }

    public void dropAll() {
        // sockets first: those of routes that are just starting have no grant afterwards
        running.values().forEach(now -> now.connection().closeHard());
        grants.clear();
        running.values().forEach(now -> now.connection().closeHard());
        running.clear();
    }

    public void reconnect(Collection<Long> serverIds) {
        for (Long id : serverIds) {
            Running now = running.get(id);
            if (now != null) {
                now.connection().reconnect(ReconnectReason.ASKED, "asked for");
            }
        }
    }

    @Override
    public boolean send(long serverId, String frame) {
        Running now = running.get(serverId);
        return now != null && now.connection().send(frame);
    }

    public void heartbeat() {
        running.values().forEach(now -> now.connection().heartbeat());
    }

    public long connected() {
        return running.values().stream().filter(now -> now.connection().isConnected()).count();
    }

    /** How many connections of this instance are in each status. */
    public Map<Status, Long> statuses() {
        Map<Status, Long> counts = new EnumMap<>(Status.class);
        running.values().forEach(now -> counts.merge(now.connection().status(), 1L, Long::sum));
        return counts;
    }

    /** How many owned servers have no started route: those that were stopped by hand, and for a moment new ones. */
    public long stopped() {
        return grants.keySet().stream().filter(id -> !running.containsKey(id)).count();
    }

    void open(McpConnectionEndpoint endpoint, McpConnectionConsumer consumer) {
        running.compute(endpoint.getServerId(), (id, old) -> {
            if (old != null) {
                old.connection().closeHard();
            }
            Grant grant = grants.get(id);
            if (grant == null || !grant.gate().isOpen()) {
                return null;
            }
            ServerConnection connection = new ServerConnection(grant, consumer, around,
                    endpoint.getReconnectInterval() > 0 ? Duration.ofMillis(endpoint.getReconnectInterval())
                            : around.properties().reconnectInterval(),
                    endpoint.getMaxReconnectAttempts() > 0 ? endpoint.getMaxReconnectAttempts()
                            : around.properties().maxReconnectAttempts());
            start(connection, id, Duration.ofMillis(endpoint.getReconnectInitialDelay()));
            return new Running(consumer, connection);
        });
    }

    /** Break before make: a route that is started again waits for the end of its old socket. */
    private void start(ServerConnection connection, long id, Duration delay) {
        CompletableFuture<Void> old = closing.remove(id);
        if (old == null || old.isDone()) {
            connection.start(delay);
        } else {
            old.thenRun(() -> connection.start(delay.plus(around.properties().cleanCloseDelay())));
        }
    }

    /** The consumer's route stops: its connection ends, but not one that a newer route of the server has opened. */
    void closeFrom(McpConnectionConsumer consumer, long serverId) {
        running.computeIfPresent(serverId, (id, now) -> {
            if (now.consumer() != consumer) {
                return now;
            }
            now.connection().tellDisconnected(STOPPED);
            CompletableFuture<Void> closed = now.connection().close();
            closing.put(id, closed);
            closed.thenRun(() -> closing.remove(id, closed));
            return null;
        });
    }
}
