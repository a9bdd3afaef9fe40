package dev.mooring.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mooring.api.EndpointUrl;
import dev.mooring.connection.ConnectionState;
import java.time.Instant;

/**
 * A server as the REST API shows it.
 *
 * @param address with its query string masked
 * @param status {@code Connecting|Connected|Disconnected|Failed}, or {@code Unknown} while Redis cannot be read
 * @param note why the status is unknown; absent otherwise
 */
public record ServerView(long id, String name, String address, String description, boolean enabled, String status,
        String instanceId, String lastError, Instant createdAt, Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) String note) {

    static ServerView of(McpServer server, States states) {
        ConnectionState state = states.of(server);
        return new ServerView(server.id(), server.name(), EndpointUrl.masked(server.address()), server.description(),
                server.enabled(), states.status(state), state.instanceId(), state.lastError(), server.createdAt(),
                server.updatedAt(), states.note());
    }
}
