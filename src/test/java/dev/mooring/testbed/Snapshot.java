package dev.mooring.testbed;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Who owns what, as PostgreSQL and Redis say it at one moment: for what the endpoint cannot see. */
public record Snapshot(Map<Long, Row> rows) {

    /** A server's row. */
    public record Row(long id, String name, boolean enabled, long epoch, String owner, boolean released) {

        public boolean owned() {
            return owner != null && !released;
        }
    }

    public static Snapshot of(DataSource database) {
        Map<Long, Row> rows = new TreeMap<>();
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
             ResultSet found = statement.executeQuery(
                     "select id, name, enabled, epoch, owner, released from mcp_server")) {
            while (found.next()) {
                rows.put(found.getLong(1), new Row(found.getLong(1), found.getString(2), found.getBoolean(3),
                        found.getLong(4), found.getString(5), found.getBoolean(6)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not read who owns what", e);
        }
        return new Snapshot(rows);
    }

    public String owner(long server) {
        Row row = rows.get(server);
        return row != null && row.owned() ? row.owner : null;
    }

    /** How many enabled servers each owner has. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        rows.values().stream().filter(row -> row.enabled && row.owned())
                .forEach(row -> counts.merge(row.owner, 1, Integer::sum));
        return counts;
    }

    /** The most that one of so many members owns, less the least. */
    public int imbalance(int members) {
        Map<String, Integer> counts = counts();
        int most = counts.values().stream().mapToInt(each -> each).max().orElse(0);
        int least = counts.size() < members ? 0 : counts.values().stream().mapToInt(each -> each).min().orElse(0);
        return most - least;
    }

    /** Enabled servers that nobody owns. */
    public long unowned() {
        return rows.values().stream().filter(row -> row.enabled && !row.owned()).count();
    }

    /** How many servers have another owner than before. */
    public long movesSince(Snapshot before) {
        return rows.values().stream().filter(row -> before.rows.containsKey(row.id) && row.owned()
                && !row.owner.equals(before.rows.get(row.id).owner)).count();
    }

    /** One sentence for each server whose epoch fell, or did not rise with a new owner. */
    public List<String> epochFaultsSince(Snapshot before) {
        List<String> faults = new ArrayList<>();
        rows.values().forEach(row -> {
            Row old = before.rows.get(row.id);
            if (old != null && (row.epoch < old.epoch
                    || row.owned() && !row.owner.equals(old.owner) && row.epoch == old.epoch)) {
                faults.add("server " + row.id + " went from " + old + " to " + row);
            }
        });
        return faults;
    }

    /** One sentence for each owned server whose lock in Redis does not say the same. */
    public List<String> lockFaults(RedisClusterCommands<String, String> redis) {
        List<String> faults = new ArrayList<>();
        rows.values().stream().filter(Row::owned).forEach(row -> {
            String lock = redis.get("mcp:lock:connection:" + row.id);
            if (!(row.owner + "|" + row.epoch).equals(lock)) {
                faults.add("server " + row.id + " is of " + row.owner + "|" + row.epoch + " but its lock is " + lock);
            }
        });
        return faults;
    }
}
