package dev.mooring.ownership.lock;

import dev.mooring.ownership.lease.ClusterSnapshot;
import dev.mooring.ownership.lease.LeaseTerm;
import dev.mooring.ownership.lease.NanoClock;
import dev.mooring.ownership.lease.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes and gives back locks. To take one: a conditional update of the row (the epoch must still be the one read),
 * then the lock in Redis, and only if both held and the term still lives is it owned. To give one back: the row by
 * (epoch, owner), then the lock by its whole value. What fails half way on the way in belongs to nobody until the
 * row is claimed again; what fails on the way out is made good by {@link #settle}.
 */
public final class LockProtocol {

    private final OwnerTable table;
    private final LockStore store;
    private final Holdings holdings;
    private final NanoClock clock;
    /** Given back, but PostgreSQL has not been told yet. */
    private final Map<String, Lock> owed = new ConcurrentHashMap<>();

    public LockProtocol(OwnerTable table, LockStore store, Holdings holdings, NanoClock clock) {
        this.table = table;
        this.store = store;
        this.holdings = holdings;
        this.clock = clock;
    }

    /** Claims rows and takes their locks; rows come back that are owned now. */
    public List<Holding> acquire(Collection<OwnerRow> rows, LeaseTerm term) {
        Set<String> claimed = table.claim(rows, term.instanceId());
        if (claimed.isEmpty()) {
            return List.of();
        }
        Map<String, OwnerRow> byId = rows.stream().collect(Collectors.toMap(OwnerRow::id, Function.identity()));
        List<Lock> locks = claimed.stream().map(byId::get)
                .map(row -> new Lock(row.id(), term.instanceId(), row.epoch() + 1)).toList();
        Set<String> held = store.lock(locks);
        List<Holding> granted = new ArrayList<>();
        for (Lock lock : locks) {
            Holding holding = new Holding(lock, byId.get(lock.id()), term, clock);
            if (held.contains(lock.id()) && holding.isOpen()) {
                holdings.add(holding);
                granted.add(holding);
            }
        }
        return granted;
    }

    /** Ends holdings and gives their locks back; when a store is down, as far as possible, and the rest later. */
    public void release(Collection<Holding> given) {
        if (given.isEmpty()) {
            return;
        }
        given.forEach(holdings::end);
        List<Lock> locks = given.stream().map(Holding::lock).toList();
        locks.forEach(lock -> owed.put(lock.id(), lock));
        try {
            settle();
        } finally {
            store.unlock(locks);
        }
    }

    /** Ends holdings that somebody else has taken, or that this instance's own term took with it. */
    public void drop(Collection<Holding> lost) {
        lost.forEach(holdings::end);
    }

    /** Tells PostgreSQL of the releases it has not heard of. */
    public void settle() {
        if (owed.isEmpty()) {
            return;
        }
        List<Lock> locks = List.copyOf(owed.values());
        table.release(locks);
        locks.forEach(lock -> owed.remove(lock.id(), lock));
    }

    /**
     * Whether a row may be claimed: never owned, released, its owner's lease dead, or this instance's own claim that it
     * does not hold (a claim that failed half way).
     */
    public boolean isFree(OwnerRow row, ClusterSnapshot cluster, LeaseTerm term) {
        if (holdings.get(row.id()) != null || owed.containsKey(row.id())) {
            return false;
        }
        return row.owner() == null || row.released() || cluster.dead().contains(row.owner())
                || row.owner().equals(term.instanceId());
    }

    /**
     * Puts locks back that are missing from Redis, and finds those that somebody else has taken.
     *
     * @return the holdings that met a lock of a higher epoch
     */
    public List<Holding> reassert(Collection<Holding> held) throws StoreUnavailableException {
        if (held.isEmpty()) {
            return List.of();
        }
        Set<String> back = store.lock(held.stream().map(Holding::lock).toList());
        List<Holding> taken = new ArrayList<>();
        for (Holding holding : held) {
            if (back.contains(holding.lock().id())) {
                holding.lockIsBack();
            } else {
                taken.add(holding);
            }
        }
        return taken;
    }
}
