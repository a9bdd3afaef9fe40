package dev.mooring.mcp.tools;

import dev.mooring.mcp.backend.RefreshTokens;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Refresh tokens in {@code mcp_service.refresh_token}; an advisory lock of PostgreSQL lets one instance use it at a time. */
public final class JdbcRefreshTokens implements RefreshTokens {

    /** The first of the lock's two numbers; the second is the service's id. */
    private static final int LOCKS = 0x4d6f6f72;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    public JdbcRefreshTokens(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public void use(long serviceId, UnaryOperator<String> use) {
        transactions.executeWithoutResult(status -> {
            jdbc.queryForList("select pg_advisory_xact_lock(?, ?)", LOCKS, (int) serviceId);
            String token = jdbc.queryForList("select coalesce(refresh_token, '') from mcp_service where id = ?",
                    String.class, serviceId).stream().findFirst().orElse("");
            String next = use.apply(token);
            if (!next.equals(token)) {
                jdbc.update("update mcp_service set refresh_token = ? where id = ?", next, serviceId);
            }
        });
    }
}
