package dev.mooring.ownership.postgres;

import dev.mooring.ownership.lease.StoreUnavailableException;
import dev.mooring.ownership.lock.Lock;
import dev.mooring.ownership.lock.OwnerRow;
import dev.mooring.ownership.lock.OwnerTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ownership in a table with the columns {@code id, epoch, owner, released}. Every change is conditional in its own
 * statement; no row is read first and written after.
 */
public final class JdbcOwnerTable implements OwnerTable {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final String table;
    private final String columns;
    private final String wanted;
    private final Function<String, Object> key;

    private JdbcOwnerTable(JdbcTemplate jdbc, TransactionTemplate transaction, String table, String columns,
                           String wanted, Function<String, Object> key) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.table = table;
        this.columns = columns;
        this.wanted = wanted;
        this.key = key;
    }

    /** The registered servers; wanted are the enabled ones. */
    public static JdbcOwnerTable ofServers(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcOwnerTable(jdbc, transaction, "mcp_server", "id::text, name, enabled, epoch, owner, released, revision",
                "enabled", Long::valueOf);
    }

    /** The names of Camel's cluster API; always wanted. */
    public static JdbcOwnerTable ofClusterLocks(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcOwnerTable(jdbc, transaction, "cluster_lock", "id, id, true, epoch, owner, released, 0", "true", id -> id);
    }

    @Override
    public List<OwnerRow> rows() {
        return guarded(() -> jdbc.query("select " + columns + " from " + table + " where " + wanted + " or not released",
                (row, n) -> new OwnerRow(row.getString(1), row.getString(2), row.getBoolean(3), row.getLong(4),
                        row.getString(5), row.getBoolean(6), row.getLong(7))));
    }

    @Override
    public Set<String> claim(Collection<OwnerRow> asRead, String instanceId) {
        List<OwnerRow> rows = sorted(asRead, OwnerRow::id);
        int[] counts = batch("update " + table + " set epoch = epoch + 1, owner = ?, released = false"
                        + " where id = ? and epoch = ? and " + wanted,
                rows.stream().map(row -> new Object[] {instanceId, key.apply(row.id()), row.epoch()}).toList());
        Set<String> claimed = new HashSet<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                claimed.add(rows.get(i).id());
            }
        }
        return claimed;
    }

    @Override
    public void release(Collection<Lock> locks) {
        batch("update " + table + " set released = true where id = ? and epoch = ? and owner = ?",
                sorted(locks, Lock::id).stream()
                        .map(lock -> new Object[] {key.apply(lock.id()), lock.epoch(), lock.owner()}).toList());
    }

    @Override
    public void releaseAll(String instanceId) {
        guarded(() -> jdbc.update("update " + table + " set released = true where owner = ? and not released", instanceId));
    }

    private int[] batch(String sql, List<Object[]> arguments) {
        return arguments.isEmpty() ? new int[0]
                : guarded(() -> transaction.execute(status -> jdbc.batchUpdate(sql, arguments)));
    }

    /** All instances lock rows in the same order, so that two batches never wait for each other in a circle. */
    private static <T> List<T> sorted(Collection<T> items, Function<T, String> id) {
        List<T> sorted = new ArrayList<>(items);
        sorted.sort(java.util.Comparator.comparing(id));
        return sorted;
    }

    private static <T> T guarded(Supplier<T> call) {
        try {
            return call.get();
        } catch (DataAccessException | TransactionException e) {
            throw new StoreUnavailableException("PostgreSQL: " + e.getClass().getSimpleName(), e);
        }
    }
}
