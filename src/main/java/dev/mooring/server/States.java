package dev.mooring.server;

import dev.mooring.api.EndpointUrl;
import dev.mooring.connection.ConnectionState;
import dev.mooring.connection.ConnectionState.Status;
import dev.mooring.connection.ConnectionStates;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection states of the servers in one answer. While Redis cannot be read the answer is given without them. */
final class States {

    private static final Logger LOG = LoggerFactory.getLogger(States.class);

    private final Map<Long, ConnectionState> byServer;

    private States(Map<Long, ConnectionState> byServer) {
        this.byServer = byServer;
    }

    static States read(ConnectionStates source, Collection<McpServer> servers) {
        List<Long> ids = servers.stream().map(McpServer::id).toList();
        try {
            return new States(ids.isEmpty() ? Map.of() : source.find(ids));
        } catch (RuntimeException e) {
            LOG.warn("Answering without connection states, Redis cannot be read: {}", e.getMessage());
            return new States(null);
        }
    }

    /** The server's state; one that has none is disconnected. */
    ConnectionState of(McpServer server) {
        ConnectionState known = byServer == null ? null : byServer.get(server.id());
        return known != null ? known : new ConnectionState(server.id().toString(), null, Status.Disconnected, null,
                null, null, 0, server.name(), EndpointUrl.masked(server.address()), null);
    }

    String status(McpServer server, ConnectionState state) {
        return server.stoppedBy() != null ? "Stopped" : byServer == null ? "Unknown" : state.status().name();
    }

    String note() {
        return byServer == null ? "Redis cannot be read, so the connection's state is not known." : null;
    }
}
