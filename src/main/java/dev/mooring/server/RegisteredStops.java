package dev.mooring.server;

import dev.mooring.connection.ServerStops;
import dev.mooring.ownership.ClusterHints;
import dev.mooring.ownership.Grant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Stops in the table {@code mcp_server}. Noted under the condition that owner and epoch are still those of the grant: so a
 * stop is either there for the next owner to read after its claim, or it never happened.
 */
@Component
final class RegisteredStops implements ServerStops {

    private final JdbcClient sql;
    private final ClusterHints hints;

    RegisteredStops(JdbcClient sql, ClusterHints hints) {
        this.sql = sql;
        this.hints = hints;
    }

    @Override
    public Map<Long, String> among(Collection<Long> serverIds) {
        Map<Long, String> stopped = new HashMap<>();
        if (!serverIds.isEmpty()) {
            sql.sql("select id, stopped_by from mcp_server where stopped_by is not null and id in (:ids)")
                    .param("ids", serverIds).query((row, n) -> stopped.put(row.getLong(1), row.getString(2))).list();
        }
        return stopped;
    }

    @Override
    public void stopped(Grant grant, String by) {
        note(grant, by, "stopped_by = :by, stopped_at = now()");
    }

    @Override
    public void started(Grant grant) {
        note(grant, null, "stopped_by = :by, stopped_at = null");
    }

    private void note(Grant grant, String by, String change) {
        int rows = sql.sql("update mcp_server set " + change + " where id = :id and owner = :owner and epoch = :epoch"
                        + " and enabled and stopped_by is distinct from :by")
                .param("by", by, java.sql.Types.VARCHAR).param("id", grant.serverId()).param("owner", grant.instanceId())
                .param("epoch", grant.epoch()).update();
        if (rows > 0) {
            hints.serversChanged(List.of(grant.serverId()));
        }
    }

    /** Somebody wants it started, on whatever instance. */
    void forget(long serverId) {
        sql.sql("update mcp_server set stopped_by = null, stopped_at = null where id = ? and stopped_by is not null")
                .param(serverId).update();
    }
}
