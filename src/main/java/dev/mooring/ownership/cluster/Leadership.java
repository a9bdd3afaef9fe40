package dev.mooring.ownership.cluster;

import dev.mooring.ownership.ClusterLeader;
import dev.mooring.ownership.lease.ClusterSnapshot;
import dev.mooring.ownership.lease.Heart;
import dev.mooring.ownership.lease.LeaseTerm;
import dev.mooring.ownership.lock.Holding;
import dev.mooring.ownership.lock.Holdings;
import dev.mooring.ownership.lock.LockProtocol;
import dev.mooring.ownership.lock.OwnerRow;
import dev.mooring.ownership.lock.OwnerTable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Leads names by the same protocol by which servers are owned. Any live instance takes a name that is free; there is no
 * placement.
 */
public final class Leadership implements ClusterLeader {

    private final Heart heart;
    private final OwnerTable table;
    private final LockProtocol protocol;
    private final Holdings holdings;
    private final Consumer<String> register;
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final Queue<String> endedIds = new ConcurrentLinkedQueue<>();
    private volatile Map<String, String> others = Map.of();
    private final Collection<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** @param register makes sure that a name has its row */
    public Leadership(Heart heart, OwnerTable table, LockProtocol protocol, Holdings holdings,
                      Consumer<String> register) {
        this.heart = heart;
        this.table = table;
        this.protocol = protocol;
        this.holdings = holdings;
        this.register = register;
    }

    @Override
    public boolean isLeader(String name) {
        stand(name);
        Holding holding = holdings.get(name);
        return holding != null && holding.isOpen();
    }

    /** From now on this instance leads the name whenever it is free. */
    void stand(String name) {
        names.add(name);
    }

    /** Gives a name up; it goes back in the next round. */
    void resign(String name) {
        names.remove(name);
    }

    /** Who leads the name, as far as this instance knows. */
    Optional<String> leader(String name) {
        Holding mine = holdings.get(name);
        return mine != null && mine.isOpen() ? Optional.of(mine.lock().owner()) : Optional.ofNullable(others.get(name));
    }

    /** Called after each round, whether or not something changed. */
    void onRound(Runnable listener) {
        listeners.add(listener);
    }

    void forget(Runnable listener) {
        listeners.remove(listener);
    }

    /** How many names this instance leads now. */
    public int leading() {
        return (int) holdings.all().stream().filter(Holding::isOpen).count();
    }

    Heart heart() {
        return heart;
    }

    /** See {@link dev.mooring.ownership.lock.Reconciler#termEnded}. */
    public void termEnded(String instanceId) {
        endedIds.add(instanceId);
    }

    /** One round: drops what has ended, takes what is free. */
    public synchronized void reconcile() {
        protocol.drop(holdings.all().stream().filter(h -> !h.isOpen()).toList());
        protocol.settle();
        for (String id = endedIds.peek(); id != null; id = endedIds.peek()) {
            table.releaseAll(id);
            endedIds.remove();
        }
        protocol.release(holdings.all().stream().filter(h -> !names.contains(h.lock().id())).toList());
        LeaseTerm term = heart.term();
        if (term != null && !heart.isLeaving() && !names.isEmpty()) {
            List<OwnerRow> rows = rows();
            heart.watchOwners("names", OwnerRow.owners(rows));
            ClusterSnapshot cluster = heart.snapshot();
            others = rows.stream().filter(row -> !row.released() && cluster.live().contains(row.owner()))
                    .filter(row -> !row.owner().equals(term.instanceId()))
                    .collect(Collectors.toMap(OwnerRow::id, OwnerRow::owner));
            protocol.acquire(rows.stream().filter(row -> names.contains(row.id()) && protocol.isFree(row, cluster, term)).toList(), term);
        }
        listeners.forEach(Runnable::run);
    }

    /** Gives all names back. */
    public synchronized void release() {
        protocol.release(holdings.all());
        listeners.forEach(Runnable::run);
    }

    private List<OwnerRow> rows() {
        List<OwnerRow> rows = table.rows();
        Set<String> missing = new HashSet<>(names);
        rows.forEach(row -> missing.remove(row.id()));
        missing.forEach(register);
        return missing.isEmpty() ? rows : table.rows();
    }
}
