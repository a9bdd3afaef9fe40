package dev.mooring.simulation;

import dev.mooring.ownership.lock.Lock;
import dev.mooring.ownership.lock.OwnerRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One table with the columns of ownership, and what the project's statements do to it; each is one transaction. */
final class SimulatedPostgres {

    /** Told of each release before it happens. */
    interface ReleaseListener {
        void releasing(OwnerRow row, Machine by);
    }

    private final Map<String, OwnerRow> rows = new TreeMap<>();
    private final ReleaseListener listener;

    SimulatedPostgres(ReleaseListener listener) {
        this.listener = listener;
    }

    List<OwnerRow> all() {
        return List.copyOf(rows.values());
    }

    OwnerRow row(String id) {
        return rows.get(id);
    }

    List<OwnerRow> wantedOrNotReleased() {
        return rows.values().stream().filter(row -> row.wanted() || !row.released()).toList();
    }

    Set<String> claim(Collection<OwnerRow> asRead, String instanceId) {
        Set<String> claimed = new TreeSet<>();
        for (OwnerRow read : asRead) {
            OwnerRow row = rows.get(read.id());
            if (row != null && row.wanted() && row.epoch() == read.epoch()) {
                put(row, row.wanted(), row.epoch() + 1, instanceId, false, row.revision());
                claimed.add(row.id());
            }
        }
        return claimed;
    }

    void release(Collection<Lock> locks, Machine by) {
        for (Lock lock : locks) {
            OwnerRow row = rows.get(lock.id());
            if (row != null && row.epoch() == lock.epoch() && lock.owner() != null && lock.owner().equals(row.owner())) {
                release(row, by);
            }
        }
    }

    void releaseAll(String instanceId, Machine by) {
        all().stream().filter(row -> instanceId.equals(row.owner()) && !row.released()).forEach(row -> release(row, by));
    }

    /** A new row, or what a user does to one. */
    void want(String id, boolean wanted) {
        OwnerRow row = rows.getOrDefault(id, new OwnerRow(id, "server " + id, wanted, 0, null, true, 0));
        put(row, wanted, row.epoch(), row.owner(), row.released(), row.revision());
    }

    void revise(String id) {
        OwnerRow row = rows.get(id);
        put(row, row.wanted(), row.epoch(), row.owner(), row.released(), row.revision() + 1);
    }

    void delete(String id) {
        rows.remove(id);
    }

    private void release(OwnerRow row, Machine by) {
        listener.releasing(row, by);
        put(row, row.wanted(), row.epoch(), row.owner(), true, row.revision());
    }

    private void put(OwnerRow row, boolean wanted, long epoch, String owner, boolean released, long revision) {
        rows.put(row.id(), new OwnerRow(row.id(), row.name(), wanted, epoch, owner, released, revision));
    }
}
