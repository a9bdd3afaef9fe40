package dev.mooring.ownership.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ownership's own connections to PostgreSQL: few, and with shorter timeouts than the program's other ones, so that neither
 * a crowd of API calls nor a connection that hangs keeps an instance from taking over what another one left.
 */
public final class OwnershipDatabase implements AutoCloseable {

    /** Longer than any healthy statement takes; ownership goes on without an answer rather than wait for one. */
    private static final int STATEMENT_SECONDS = 3;
    /** When even the wish to cancel a statement gets no answer. */
    private static final int SOCKET_SECONDS = 5;
    private static final int CONNECT_MILLIS = 2_000;
    /** Reconciliation, leadership, and one for what the API asks of ownership. */
    private static final int CONNECTIONS = 3;

    private final HikariDataSource own;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    /** @param program the database as the program is configured to reach it; used itself when it is not a Hikari pool */
    public OwnershipDatabase(DataSource program) {
        own = poolLike(program);
        DataSource used = own == null ? program : own;
        jdbc = new JdbcTemplate(used);
        jdbc.setQueryTimeout(STATEMENT_SECONDS);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(used));
        transaction.setTimeout(STATEMENT_SECONDS);
    }

    public JdbcTemplate jdbc() {
        return jdbc;
    }

    /** Ownership's own pool, if it has one, for who watches it. */
    public Optional<HikariDataSource> pool() {
        return Optional.ofNullable(own);
    }

    public TransactionTemplate transaction() {
        return transaction;
    }

    private static HikariDataSource poolLike(DataSource program) {
        try {
            if (!program.isWrapperFor(HikariDataSource.class)) {
                return null;
            }
            HikariDataSource pool = program.unwrap(HikariDataSource.class);
            HikariConfig config = new HikariConfig();
            pool.copyStateTo(config);
            config.setCredentials(pool.getCredentials());
            config.setPoolName("mooring-ownership");
            config.setMaximumPoolSize(CONNECTIONS);
            config.setMinimumIdle(1);
            config.setConnectionTimeout(CONNECT_MILLIS);
            config.setValidationTimeout(CONNECT_MILLIS / 2);
            config.addDataSourceProperty("socketTimeout", Integer.toString(SOCKET_SECONDS));
            return new HikariDataSource(config);
        } catch (SQLException e) {
            throw new IllegalStateException("The connection pool cannot be looked into", e);
        }
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
