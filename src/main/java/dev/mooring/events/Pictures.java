package dev.mooring.events;

import dev.mooring.connection.ConnectionState;
import dev.mooring.connection.ConnectionStates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads how servers are: what is registered from PostgreSQL, the connections from Redis, in one round trip each. */
@Component
class Pictures {

    private static final String COLUMNS = """
            select id, user_id, name, enabled, revision, stopped_by, md5(row(name, address, description, enabled)::text) as mark
            from mcp_server""";

    private final JdbcClient sql;
    private final ConnectionStates states;

    Pictures(JdbcClient sql, ConnectionStates states) {
        this.sql = sql;
        this.states = states;
    }

    /** @throws org.springframework.dao.DataAccessException when PostgreSQL does not answer */
    Map<Long, ServerPicture> all() {
        return withStates(sql.sql(COLUMNS).query((row, n) -> picture(row)).list());
    }

    /** Those of them that exist; fails as {@link #all} does. */
    Map<Long, ServerPicture> of(Collection<Long> ids) {
        return withStates(sql.sql(COLUMNS + " where id = any(?)").param(ids.toArray(Long[]::new))
                .query((row, n) -> picture(row)).list());
    }

    /** Those of one user; fails as {@link #all} does. */
    Map<Long, ServerPicture> ofUser(long userId) {
        return withStates(sql.sql(COLUMNS + " where user_id = ?").param(userId).query((row, n) -> picture(row)).list());
    }

    /** The same servers, of which only the connections are looked at. */
    Map<Long, ServerPicture> again(List<ServerPicture> known) {
        return withStates(known.stream().map(one -> one.with(ServerPicture.UNKNOWN, null, null, null)).toList());
    }

    private static ServerPicture picture(ResultSet row) throws SQLException {
        return new ServerPicture(row.getLong("id"), row.getLong("user_id"), row.getString("name"),
                row.getBoolean("enabled"), row.getLong("revision"), row.getString("mark"), row.getString("stopped_by"),
                ServerPicture.UNKNOWN, null, null, null).with(ServerPicture.UNKNOWN, null, null, null);
    }

    private Map<Long, ServerPicture> withStates(List<ServerPicture> rows) {
        Map<Long, ServerPicture> pictures = new LinkedHashMap<>();
        Map<Long, ConnectionState> known = states(rows.stream().map(ServerPicture::id).toList());
        rows.forEach(row -> {
            if (known == null) {
                pictures.put(row.id(), row);
                return;
            }
            ConnectionState state = known.get(row.id());
            pictures.put(row.id(), state == null
                    ? row.with(ConnectionState.Status.Disconnected.name(), null, null, null)
                    : row.with(state.status().name(), state.instanceId(), state.lastConnectedTime(), state.lastError()));
        });
        return pictures;
    }

    /** Null when Redis cannot be read. */
    private Map<Long, ConnectionState> states(List<Long> ids) {
        try {
            return ids.isEmpty() ? Map.of() : states.find(ids);
        } catch (RuntimeException e) {
            return null;
        }
    }
}
