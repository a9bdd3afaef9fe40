package dev.mooring.changes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.ownership.OwnedConnections;
import dev.mooring.routes.RouteToolsListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** This instance's route tools have changed: those of its own servers that offer one of them are connected anew. */
@Component
final class RouteTools implements RouteToolsListener {

    private static final Logger LOG = LoggerFactory.getLogger(RouteTools.class);

    private final JdbcClient sql;
    private final ObjectProvider<OwnedConnections> connections;
    private final ObjectMapper json = new ObjectMapper();

    RouteTools(JdbcClient sql, ObjectProvider<OwnedConnections> connections) {
        this.sql = sql;
        this.connections = connections;
    }

    /** @throws org.springframework.dao.DataAccessException when PostgreSQL does not answer; to be told again then */
    @Override
    public void toolsChanged(Set<String> names) {
        List<Long> offering = new ArrayList<>();
        sql.sql("""
                select b.server_id, b.tools from mcp_binding b
                join mcp_service s on s.id = b.service_id join mcp_server m on m.id = b.server_id
                where s.kind = 'ROUTES' and m.enabled""").query(row -> {
                    if (offersAny(row.getString("tools"), names)) {
                        offering.add(row.getLong("server_id"));
                    }
                });
        LOG.info("The route tools {} have changed: this instance's servers that offer them are connected anew", names);
        connections.getObject().reconnect(offering); // it knows which of them are its own
    }

    private boolean offersAny(String chosen, Set<String> names) {
        try {
            return chosen == null || List.of(json.readValue(chosen, String[].class)).stream().anyMatch(names::contains);
        } catch (JsonProcessingException e) {
            return false; // such a binding offers none
        }
    }
}
