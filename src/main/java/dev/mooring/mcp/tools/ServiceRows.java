package dev.mooring.mcp.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.backend.Authentication;
import dev.mooring.mcp.backend.McpService;
import dev.mooring.mcp.backend.ServiceSettings;
import dev.mooring.mcp.backend.ServiceUser;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Services as their rows in {@code mcp_service} tell them. */
public final class ServiceRows {

    /** Of {@code mcp_service s}. */
    static final String COLUMNS = """
            s.id as service_id, s.name as service_name, s.kind, s.url, s.shared, s.forward_user, s.timeout_seconds,
            s.headers, s.credentials, s.command, s.arguments, s.environment""";
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() { };
    private static final TypeReference<List<String>> LIST = new TypeReference<>() { };

    private final JdbcTemplate jdbc;
    private final ObjectMapper mapper;

    public ServiceRows(JdbcTemplate jdbc, ObjectMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /**
     * As its owner, if it has one, would call it.
     *
     * @throws org.springframework.dao.DataAccessException when PostgreSQL does not answer
     */
    Optional<McpService> find(long id) {
        return jdbc.query("select " + COLUMNS + ", u.id as user_id, u.username from mcp_service s "
                + "left join app_user u on u.id = s.user_id where s.id = ?", (row, n) -> read(row), id).stream().findFirst();
    }

    /** Those of the ids that there are. */
    List<McpService> findAll(Collection<Long> ids) {
        return jdbc.query("select " + COLUMNS + ", null as user_id, null as username from mcp_service s where s.id = any(?)",
                (row, n) -> read(row), (Object) ids.toArray(Long[]::new));
    }

    /** With the columns {@code user_id} and {@code username} of whoever calls it. */
    McpService read(ResultSet row) throws SQLException {
        String name = row.getString("service_name");
        int seconds = row.getInt("timeout_seconds");
        ServiceSettings settings = new ServiceSettings(
                parsed(name, row.getString("credentials"), new TypeReference<Authentication>() { }, Authentication.NONE),
                parsed(name, row.getString("headers"), TEXTS, Map.of()), row.getString("command"),
                parsed(name, row.getString("arguments"), LIST, List.of()),
                parsed(name, row.getString("environment"), TEXTS, Map.of()),
                seconds == 0 ? null : Duration.ofSeconds(seconds), row.getBoolean("forward_user"), row.getBoolean("shared"));
        McpService service = new McpService(row.getLong("service_id"), name,
                McpService.Kind.valueOf(row.getString("kind")), row.getString("url"), settings, null);
        String user = row.getString("username");
        return user == null ? service : service.calledBy(new ServiceUser(row.getLong("user_id"), user));
    }

    private <T> T parsed(String service, String json, TypeReference<T> type, T absent) {
        try {
            return json == null ? absent : mapper.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The settings of the service '%s' are not as they were written".formatted(service));
        }
    }
}
