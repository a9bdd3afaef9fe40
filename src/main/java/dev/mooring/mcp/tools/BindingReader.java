package dev.mooring.mcp.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.backend.BackendTool;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads a server's bindings, with the services and tools they name, in one query. */
final class BindingReader {

    private static final Logger log = LoggerFactory.getLogger(BindingReader.class);
    private static final String QUERY = """
            select b.id, b.tools, b.overrides, u.id as user_id, u.username, %s,
                   t.name as tool_name, t.description, t.input_schema, t.definition
              from mcp_binding b
              join mcp_server m on m.id = b.server_id
              join app_user u on u.id = m.user_id
              join mcp_service s on s.id = b.service_id
              left join mcp_tool t on t.service_id = s.id and s.kind <> 'ROUTES'
             where b.server_id = ?
             order by b.id""".formatted(ServiceRows.COLUMNS);
    private final JdbcTemplate jdbc;
    private final ObjectMapper mapper;
    private final ServiceRows services;

    BindingReader(JdbcTemplate jdbc, ObjectMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
        this.services = new ServiceRows(jdbc, mapper);
    }

    /** @throws org.springframework.dao.DataAccessException when PostgreSQL does not answer */
    List<Binding> read(long serverId) {
        Map<Long, Binding> bindings = new LinkedHashMap<>();
        jdbc.query(QUERY, row -> {
            long id = row.getLong("id");
            Binding binding = bindings.get(id);
            if (binding == null) {
                binding = new Binding(id, services.read(row), chosen(id, row.getString("tools")),
                        overrides(id, row.getString("overrides")), new ArrayList<>());
                bindings.put(id, binding);
            }
            String name = row.getString("tool_name");
            if (name != null) {
                binding.stored().add(tool(name, row));
            }
        }, serverId);
        return List.copyOf(bindings.values());
    }

    private Set<String> chosen(long bindingId, String json) {
        if (json == null) {
            return null;
        }
        try {
            return mapper.readValue(json, new TypeReference<Set<String>>() { });
        } catch (JsonProcessingException e) {
            log.warn("Binding {} chooses its tools by something that is no JSON array of names; it offers none", bindingId);
            return Set.of();
        }
    }

    private Map<String, ToolOverride> overrides(long bindingId, String json) {
        try {
            return json == null ? Map.of() : mapper.readValue(json, new TypeReference<Map<String, ToolOverride>>() { });
        } catch (JsonProcessingException e) {
            log.warn("Binding {} renames its tools by something that is not understood; they keep their names", bindingId);
            return Map.of();
        }
    }

    private BackendTool tool(String name, ResultSet row) throws SQLException {
        String description = row.getString("description");
        Map<String, Object> schema = object(name, row.getString("input_schema"));
        Map<String, Object> definition = object(name, row.getString("definition"));
        if (schema == null) {
            schema = Map.of("type", "object");
        }
        return definition == null ? new BackendTool(name, description, schema)
                : new BackendTool(name, description, schema, definition);
    }

    /** Null for null, and for what is none. */
    private Map<String, Object> object(String tool, String json) {
        try {
            return json == null ? null : mapper.readValue(json, new TypeReference<Map<String, Object>>() { });
        } catch (JsonProcessingException e) {
            log.warn("What is stored of tool '{}' is no JSON object; it is offered without that", tool);
            return null;
        }
    }
}
