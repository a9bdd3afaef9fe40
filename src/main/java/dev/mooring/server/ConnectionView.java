package dev.mooring.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mooring.connection.ConnectionState;
import java.time.Instant;

/** A connection state as the REST API shows it; see {@link ConnectionState} and {@link ServerView}. */
public record ConnectionView(long serverId, String serverName, String instanceId, String status,
        Instant lastConnectedTime, Instant lastDisconnectedTime, Instant lastHeartbeat, int reconnectAttempts,
        String webSocketEndpoint, String lastError,
        @JsonInclude(JsonInclude.Include.NON_NULL) String stoppedBy,
        @JsonInclude(JsonInclude.Include.NON_NULL) Instant stoppedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) String note) {

    static ConnectionView of(McpServer server, States states) {
        ConnectionState state = states.of(server);
        return new ConnectionView(server.id(), server.name(), state.instanceId(), states.status(server, state),
                state.lastConnectedTime(), state.lastDisconnectedTime(), state.lastHeartbeat(),
                state.reconnectAttempts(), state.webSocketEndpoint(), state.lastError(), server.stoppedBy(),
                server.stoppedAt(), states.note());
    }
}
