package dev.mooring.server;

import dev.mooring.api.ApiException;
import dev.mooring.api.Page;
import dev.mooring.connection.ConnectionStates;
import dev.mooring.mcp.registry.McpBinding;
import dev.mooring.ownership.ClusterHints;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Route step {@code servers}: what {@code routes/api-servers.camel.yaml} does around its queries. Hints go out after the
 * query before them has committed.
 */
@Component("servers")
public class ServerRegistry {

    private final ConnectionStates states;
    private final ClusterHints hints;
    private final RegisteredStops stops;

    ServerRegistry(ConnectionStates states, ClusterHints hints, RegisteredStops stops) {
        this.states = states;
        this.hints = hints;
        this.stops = stops;
    }

    /**
     * What is stored for a new server: itself, and a binding to the built-in tools, in one transaction.
     *
     * @throws ApiException 400
     */
    public List<Object> draft(@Body ServerInput input, @Variable("user") long user,
            @Variable("builtIn") long builtIn, Exchange exchange) {
        requireBody(input);
        input.refusals("", true).throwIfRefused();
        McpServer server = input.create(user);
        exchange.setVariable("server", server);
        return List.of(server, McpBinding.toAllTools(server, builtIn));
    }

    /** A new server without any binding. @throws ApiException 400 */
    public McpServer prepare(ServerInput input, long user) {
        requireBody(input);
        input.refusals("", true).throwIfRefused();
        return input.create(user);
    }

    /** Changes what is given. @throws ApiException 400 */
    public void apply(McpServer server, ServerInput input) {
        requireBody(input);
        input.refusals("", false).throwIfRefused();
        server.change(input);
    }

    /** Tells all instances about a server that was stored, and shows it. */
    public ServerView created(@Variable("server") McpServer server) {
        if (server.enabled()) {
            hints.serversChanged(List.of(server.id()));
        }
        return show(server);
    }

    /** Changes the server that was found; sets the variable {@code addressChanged}. */
    public McpServer change(@Variable("server") McpServer server, @Body ServerInput input, Exchange exchange) {
        requireBody(input);
        input.refusals("", false).throwIfRefused();
        String before = server.address();
        server.change(input);
        exchange.setVariable("addressChanged", !before.equals(server.address()));
        return server;
    }

    /** Tells all instances about a server that was changed, and shows it. */
    public ServerView changed(@Body McpServer server, @Variable("addressChanged") boolean addressChanged) {
        hints.serversChanged(List.of(server.id()));
        if (addressChanged) {
            hints.reconnect(List.of(server.id()));
        }
        return show(server);
    }

    /** After an update or a deletion by id, whose row count is the body. */
    public void hint(@Body int rows, @Variable("id") long id) {
        if (rows == 0) {
            throw ApiException.notFound("MCP server", id);
        }
        hints.serversChanged(List.of(id));
    }

    /** After a bulk update, whose ids are the body. */
    public Map<String, Integer> hintAll(@Body List<Long> ids) {
        if (!ids.isEmpty()) {
            hints.serversChanged(ids);
        }
        return Map.of("changed", ids.size());
    }

    /** Also starts a route that was stopped by hand. */
    public void reconnect(@Variable("id") long id) {
        stops.forget(id);
        hints.reconnect(List.of(id));
    }

    public ServerView show(@Variable("server") McpServer server) {
        return ServerView.of(server, States.read(states, List.of(server)));
    }

    public Page<ServerView> showAll(@Body Page<McpServer> page) {
        States known = States.read(states, page.items());
        return page.map(server -> ServerView.of(server, known));
    }

    public ConnectionView connection(@Variable("server") McpServer server) {
        return ConnectionView.of(server, States.read(states, List.of(server)));
    }

    public Page<ConnectionView> connections(@Body Page<McpServer> page) {
        States known = States.read(states, page.items());
        return page.map(server -> ConnectionView.of(server, known));
    }

    private static void requireBody(ServerInput input) {
        if (input == null) {
            throw ApiException.of(400, "The body must be a JSON object.");
        }
    }
}
