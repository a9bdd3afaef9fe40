package dev.mooring.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mooring.api.EndpointUrl;
import dev.mooring.connection.ConnectionState;
import java.time.Instant;

/**
 * A server as the REST API shows it.
 *
 * @param address with its query string masked
 * @param status {@code Connecting|Connected|Disconnected|Failed}, {@code Stopped} when somebody stopped its route by hand, or
 *     {@code Unknown} while Redis cannot be read
 * @param stoppedBy the user who stopped its route; absent unless somebody did, as is {@code stoppedAt}
 * @param note why the status is unknown; absent otherwise
 */
public record ServerView(long id, String name, String address, String description, boolean enabled, String status,
        String instanceId, String lastError, Instant createdAt, Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) String stoppedBy,
        @JsonInclude(JsonInclude.Include.NON_NULL) Instant stoppedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) String note) {

    static ServerView of(McpServer server, States states) {
        ConnectionState state = states.of(server);
        return new ServerView(server.id(), server.name(), EndpointUrl.masked(server.address()), server.description(),
                server.enabled(), states.status(server, state), state.instanceId(), state.lastError(), server.createdAt(),
                server.updatedAt(), server.stoppedBy(), server.stoppedAt(), states.note());
    }
}
