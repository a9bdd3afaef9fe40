package dev.mooring.connection.socket;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** The component {@code mcp-connection:serverId}: the WebSocket of an owned server as a consumer. */
public final class McpConnectionComponent extends DefaultComponent {
    private final OwnedServers servers;

    public McpConnectionComponent(OwnedServers servers) {
        this.servers = servers;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        long serverId;
        try {
            serverId = Long.parseLong(remaining);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "mcp-connection needs the id of a server, a number, as in mcp-connection:7, not " + remaining, e);
        }
        McpConnectionEndpoint endpoint = new McpConnectionEndpoint(uri, this, serverId, servers);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
