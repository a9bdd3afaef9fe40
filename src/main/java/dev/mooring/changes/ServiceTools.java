package dev.mooring.changes;

import dev.mooring.mcp.ToolsChanged;
import dev.mooring.ownership.ClusterHints;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A service offers other tools than before: the servers that it is bound to are connected anew. Tried again while
 * PostgreSQL does not answer; should this instance end before it does, the next change of the service makes up for it.
 */
@Component
final class ServiceTools implements ToolsChanged, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceTools.class);
    private static final int RETRY_SECONDS = 2;

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final ClusterHints hints;
    private final Set<Long> pending = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "mooring-changes");
        made.setDaemon(true);
        return made;
    });

    ServiceTools(JdbcClient sql, PlatformTransactionManager transactions, ClusterHints hints) {
        this.sql = sql;
        this.transaction = new TransactionTemplate(transactions);
        this.hints = hints;
    }

    @Override
    public void serviceChanged(long serviceId) {
        pending.add(serviceId);
        thread.execute(() -> raise(serviceId));
    }

    private void raise(long serviceId) {
        if (!pending.remove(serviceId)) {
            return; // several changes, one reconnect
        }
        try {
            List<Long> servers = transaction.execute(status -> {
                sql.sql("""
                        select id from mcp_server where id in (select server_id from mcp_binding where service_id = ?)
                        order by id::text for update""").param(serviceId).query(Long.class).list();
                return sql.sql("""
                        update mcp_server set revision = revision + 1
                        where id in (select server_id from mcp_binding where service_id = ?) returning id""")
                        .param(serviceId).query(Long.class).list();
            });
            if (servers != null && !servers.isEmpty()) {
                LOG.info("The tools of service {} have changed: {} servers are connected anew", serviceId, servers.size());
                hints.serversChanged(servers); // a look is enough: the revision says the rest
            }
        } catch (DataAccessException | TransactionException e) {
            pending.add(serviceId);
            thread.schedule(() -> raise(serviceId), RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
