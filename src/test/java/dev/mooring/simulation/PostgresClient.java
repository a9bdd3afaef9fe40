package dev.mooring.simulation;

import dev.mooring.ownership.lock.Lock;
import dev.mooring.ownership.lock.OwnerRow;
import dev.mooring.ownership.lock.OwnerTable;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** One instance's way to one table. */
final class PostgresClient implements OwnerTable {

    private final World world;
    private final Machine machine;
    private final SimulatedPostgres table;

    PostgresClient(World world, Machine machine, SimulatedPostgres table) {
        this.world = world;
        this.machine = machine;
        this.table = table;
    }

    @Override
    public List<OwnerRow> rows() {
        return run("rows", table::wantedOrNotReleased);
    }

    @Override
    public Set<String> claim(Collection<OwnerRow> asRead, String instanceId) {
        List<OwnerRow> rows = asRead.stream().sorted(Comparator.comparing(OwnerRow::id)).toList();
        return rows.isEmpty() ? Set.of() : run("claim for " + instanceId + " " + rows, () -> table.claim(rows, instanceId));
    }

    @Override
    public void release(Collection<Lock> locks) {
        List<Lock> sorted = locks.stream().sorted(Comparator.comparing(Lock::id)).toList();
        run("release " + sorted, () -> {
            table.release(sorted, machine);
            return "done";
        });
    }

    @Override
    public void releaseAll(String instanceId) {
        run("release all of " + instanceId, () -> {
            table.releaseAll(instanceId, machine);
            return "done";
        });
    }

    /** Makes sure that a name has its row. */
    void register(String name) {
        run("register " + name, () -> {
            if (table.row(name) == null) {
                table.want(name, true);
            }
            return "done";
        });
    }

    @SuppressWarnings("unchecked") // what the statement returns is what comes back
    private <T> T run(String what, Supplier<T> statement) {
        return (T) world.network().call(machine, Network.Service.POSTGRES, what,
                List.of((Supplier<Object>) (Supplier<?>) statement))[0];
    }
}
