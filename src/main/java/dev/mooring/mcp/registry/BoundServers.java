package dev.mooring.mcp.registry;

import dev.mooring.mcp.ToolsChanged;
import dev.mooring.ownership.ClusterHints;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Has the servers that offer a service connect anew when its tools changed: XiaoZhi reads them only when it connects. */
@Component
final class BoundServers implements ToolsChanged {

    private static final Logger log = LoggerFactory.getLogger(BoundServers.class);
    private final JdbcClient jdbc;
    private final ClusterHints hints;

    BoundServers(JdbcClient jdbc, ClusterHints hints) {
        this.jdbc = jdbc;
        this.hints = hints;
    }

    @Override
    public void serviceChanged(long serviceId) {
        try {
            List<Long> servers = jdbc.sql("select server_id from mcp_binding where service_id = ?").param(serviceId)
                    .query(Long.class).list();
            if (!servers.isEmpty()) {
                hints.reconnect(servers);
            }
        } catch (DataAccessException e) {
            log.warn("Service {} has other tools now; its servers tell it when they connect next", serviceId);
        }
    }
}
