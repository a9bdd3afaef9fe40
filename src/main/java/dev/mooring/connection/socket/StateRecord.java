package dev.mooring.connection.socket;

import dev.mooring.connection.ConnectionState;
import dev.mooring.connection.ConnectionState.Status;
import dev.mooring.ownership.Grant;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** One connection's state in memory, which is the truth; each change is sent to Redis. */
final class StateRecord {
    private final Grant grant;
    private final Surroundings around;
    private ConnectionState state;

    StateRecord(Grant grant, Surroundings around) {
        this.grant = grant;
        this.around = around;
        this.state = new ConnectionState(Long.toString(grant.serverId()), grant.instanceId(), Status.Connecting, null,
                null, null, 0, grant.serverName(), null, null);
    }

    Status status() {
        return state.status();
    }

    void endpoint(String masked) {
        state = new ConnectionState(state.serverId(), state.instanceId(), state.status(), state.lastConnectedTime(),
                state.lastDisconnectedTime(), state.lastHeartbeat(), state.reconnectAttempts(), state.serverName(),
                masked, state.lastError());
    }

    CompletableFuture<Void> connecting(int attempts) {
        return change(Status.Connecting, state.lastConnectedTime(), state.lastDisconnectedTime(),
                state.lastHeartbeat(), attempts, state.lastError());
    }

    CompletableFuture<Void> connected(int attempts) {
        Instant now = around.timers().now();
        return change(Status.Connected, now, state.lastDisconnectedTime(), now, attempts, null);
    }

    CompletableFuture<Void> disconnected(Status status, String error, int attempts) {
        Instant when = state.status() == Status.Connected ? around.timers().now() : state.lastDisconnectedTime();
        return change(status, state.lastConnectedTime(), when, state.lastHeartbeat(), attempts,
                error == null ? state.lastError() : error);
    }

    void heartbeat() {
        Instant beat = state.status() == Status.Connected ? around.timers().now() : state.lastHeartbeat();
        change(state.status(), state.lastConnectedTime(), state.lastDisconnectedTime(), beat,
                state.reconnectAttempts(), state.lastError());
    }

    private CompletableFuture<Void> change(Status status, Instant connected, Instant disconnected, Instant heartbeat,
            int attempts, String error) {
        state = new ConnectionState(state.serverId(), state.instanceId(), status, connected, disconnected, heartbeat,
                attempts, state.serverName(), state.webSocketEndpoint(), error);
        return around.states().put(grant, state);
    }
}
