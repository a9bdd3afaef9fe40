package dev.mooring.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rows as they are stored, secrets included, column by column: an export has to know every column by its name. */
@Component
final class Stored {

    private final JdbcClient sql;
    private final ObjectMapper json = new ObjectMapper();

    Stored(JdbcClient sql) {
        this.sql = sql;
    }

    List<JsonNode> services(long user) {
        return rows("select to_jsonb(s)::text from mcp_service s where user_id = ? order by id", user);
    }

    List<JsonNode> servers(long user) {
        return rows("select to_jsonb(s)::text from mcp_server s where user_id = ? order by id", user);
    }

    /** With the service's name and owner. */
    List<JsonNode> bindings(long user) {
        return rows("""
                select (to_jsonb(b) || jsonb_build_object('service_name', v.name, 'service_user', v.user_id))::text
                from mcp_binding b join mcp_server s on s.id = b.server_id join mcp_service v on v.id = b.service_id
                where s.user_id = ? order by b.id""", user);
    }

    /** Services that are not the user's but may be bound: the built-in one, and those that are shared. */
    List<JsonNode> others(long user) {
        return rows("""
                select to_jsonb(s)::text from mcp_service s
                where user_id is null or user_id <> ? and to_jsonb(s) ->> 'shared' = 'true' order by id""", user);
    }

    /** A column that holds JSON as text; null when there is none. */
    JsonNode parsed(JsonNode row, String column) {
        return row.hasNonNull(column) ? read(row.get(column).asText()) : null;
    }

    private List<JsonNode> rows(String query, long user) {
        return sql.sql(query).param(user).query(String.class).list().stream().map(this::read).toList();
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column that holds JSON holds something else", e);
        }
    }
}
