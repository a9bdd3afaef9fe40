package dev.mooring.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.api.ApiException;
import dev.mooring.api.JsonErrors;
import dev.mooring.api.Problem.FieldError;
import dev.mooring.connection.ConnectionStates;
import dev.mooring.mcp.registry.McpBinding;
import dev.mooring.ownership.ClusterHints;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Route step {@code bulkServers}: many servers in one request, all of them or none. */
@Component("bulkServers")
public class BulkServers {

    private static final int MAX = 1000;
    /** An answer that names more errors than this helps nobody. */
    private static final int MAX_ERRORS = 50;

    /** The body of {@code POST /api/mcp-servers/bulk/enable|disable}: some, or all of the caller's own. */
    public record Selection(List<Long> ids, Boolean all) {
    }

    private final ObjectMapper json;
    private final ConnectionStates states;
    private final ClusterHints hints;

    BulkServers(@Qualifier("apiJson") ObjectMapper json, ConnectionStates states, ClusterHints hints) {
        this.json = json;
        this.states = states;
        this.hints = hints;
    }

    /**
     * What is stored: each server and its binding to the built-in tools.
     *
     * @param body an array of servers, or an object with such an array as {@code servers}
     * @throws ApiException 400 that names the index and the field
     */
    public List<Object> draft(@Body JsonNode body, @Variable("user") long user, @Variable("builtIn") long builtIn,
            Exchange exchange) {
        boolean wrapped = body != null && body.isObject();
        JsonNode array = wrapped ? body.get("servers") : body;
        if (wrapped) {
            requireOnlyServers(body);
        }
        if (array == null || !array.isArray() || array.isEmpty() || array.size() > MAX) {
            throw ApiException.field("servers", "must be an array of 1 to " + MAX
                    + " servers (as the body, or as the field servers of an object)");
        }
        List<McpServer> servers = read(array, wrapped ? "servers" : "", user);
        exchange.setVariable("created", servers);
        List<Object> rows = new ArrayList<>(servers.size() * 2);
        for (McpServer server : servers) {
            rows.add(server);
            rows.add(McpBinding.toAllTools(server, builtIn));
        }
        return rows;
    }

    /** Tells all instances, and shows what was created in the order it was sent. */
    public Map<String, Object> created(@Variable("created") List<McpServer> servers) {
        List<Long> enabled = servers.stream().filter(McpServer::enabled).map(McpServer::id).toList();
        if (!enabled.isEmpty()) {
            hints.serversChanged(enabled);
        }
        States known = States.read(states, servers);
        return Map.of("created", servers.size(),
                "items", servers.stream().map(server -> ServerView.of(server, known)).toList());
    }

    /** Sets the variables {@code all} and {@code ids} for the query. */
    public void select(@Body Selection selection, Exchange exchange) {
        boolean all = selection != null && Boolean.TRUE.equals(selection.all());
        List<Long> ids = selection == null || selection.ids() == null ? List.of() : selection.ids();
        if (all != ids.isEmpty()) {
            throw ApiException.field("ids", "must hold at least one id; or send {\"all\": true} without ids");
        }
        if (ids.size() > MAX || ids.stream().anyMatch(Objects::isNull)) {
            throw ApiException.field("ids", "must be at most " + MAX + " whole numbers");
        }
        exchange.setVariable("all", all);
        exchange.setVariable("ids", ids);
    }

    private List<McpServer> read(JsonNode array, String name, long user) {
        List<McpServer> servers = new ArrayList<>(array.size());
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < array.size() && errors.size() < MAX_ERRORS; i++) {
            String at = name + "[" + i + "]";
            try {
                if (!array.get(i).isObject()) {
                    throw ApiException.field("", "must be a JSON object");
                }
                ServerInput input = json.treeToValue(array.get(i), ServerInput.class);
                errors.addAll(input.refusals(at + ".", true).errors());
                servers.add(input.create(user));
            } catch (JsonProcessingException e) {
                JsonErrors.explain(e).errors().forEach(error ->
                        errors.add(new FieldError(at + "." + error.field(), error.reason())));
            } catch (ApiException e) {
                errors.add(new FieldError(at, "must be a JSON object"));
            }
        }
        if (!errors.isEmpty()) {
            throw ApiException.fields(errors);
        }
        return servers;
    }

    private static void requireOnlyServers(JsonNode body) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!"servers".equals(name)) {
                throw ApiException.field(name, "is not a known field; known are servers");
            }
        }
    }
}
