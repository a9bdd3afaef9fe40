package dev.mooring.ownership.lock;

import dev.mooring.ownership.OwnedConnections.End;
import dev.mooring.ownership.lease.ClusterSnapshot;
import dev.mooring.ownership.lease.Heart;
import dev.mooring.ownership.lease.LeaseTerm;
import dev.mooring.ownership.lease.NanoClock;
import dev.mooring.ownership.placement.Plan;
import dev.mooring.ownership.placement.Planner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what this instance owns in line with what it should own: again and again, at each hint and at least once a
 * beat. Whatever was missed the last time, a hint that got lost, a step that failed half way, is found here; starting up
 * is nothing else. One call at a time.
 */
public final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    /** Granted at a time: small enough for the first to connect early, large enough to spare round trips. */
    private static final int CLAIM_BATCH = 250;

    private final Heart heart;
    private final OwnerTable table;
    private final LockProtocol protocol;
    private final Holdings holdings;
    private final Handover handover;
    private final Consumer<Grants.Wanted> lockRoute;
    private final Consumer<List<Long>> reconnect;
    private final Planner planner;
    private final NanoClock clock;
    private final int handoverBatch;
    private final long cooldownNanos;
    private final Map<String, Long> freeSince = new HashMap<>();
    private final Map<String, Long> givenUp = new ConcurrentHashMap<>();
    /** Taken although another instance was to: perhaps it gave them up. Not handed back to it within the cooldown. */
    private final Map<String, Long> unwelcome = new HashMap<>();
    private final Queue<String> toGiveUp = new ConcurrentLinkedQueue<>();
    private final Queue<String> endedIds = new ConcurrentLinkedQueue<>();
    private volatile Map<String, Integer> wantedByOwner = Map.of();
    private volatile int wantedCount;

    public Reconciler(Heart heart, OwnerTable table, LockProtocol protocol, Holdings holdings, Handover handover,
                      Consumer<Grants.Wanted> lockRoute, Consumer<List<Long>> reconnect, Planner planner,
                      NanoClock clock, int handoverBatch, long cooldownNanos) {
        this.heart = heart;
        this.table = table;
        this.protocol = protocol;
        this.holdings = holdings;
        this.handover = handover;
        this.lockRoute = lockRoute;
        this.reconnect = reconnect;
        this.planner = planner;
        this.clock = clock;
        this.handoverBatch = handoverBatch;
        this.cooldownNanos = cooldownNanos;
    }

    /** The number of enabled servers, as of the last reconciliation. */
    public int wantedCount() {
        return wantedCount;
    }

    /** How many enabled servers each instance owns as PostgreSQL said at the last reconciliation; released ones not counted. */
    public Map<String, Integer> wantedByOwner() {
        return wantedByOwner;
    }

    /** A term of this instance has ended: what it owned may be given back once nothing is done with it any more. */
    public void termEnded(String instanceId) {
        endedIds.add(instanceId);
    }

    /** See {@link dev.mooring.ownership.OwnershipControl#giveUp}. */
    public boolean giveUp(long serverId) {
        String id = Long.toString(serverId);
        long now = clock.nanoTime();
        Long last = givenUp.get(id);
        if (heart.snapshot().live().size() < 2 || last != null && now - last < cooldownNanos) {
            return false;
        }
        givenUp.put(id, now);
        toGiveUp.add(id);
        return true;
    }

    /**
     * One round.
     *
     * @return whether another round should follow at once
     * @throws dev.mooring.ownership.lease.StoreUnavailableException if PostgreSQL or Redis did not answer; the next
     *     round goes on from what is then
     */
    public synchronized boolean reconcile() {
        dropWhatEnded();
        protocol.settle();
        LeaseTerm term = heart.term();
        if (term == null) {
            return false;
        }
        List<OwnerRow> rows = table.rows();
        Map<String, OwnerRow> byId = rows.stream().collect(Collectors.toMap(OwnerRow::id, row -> row));
        wantedCount = (int) rows.stream().filter(OwnerRow::wanted).count();
        wantedByOwner = rows.stream().filter(row -> row.wanted() && !row.released() && row.owner() != null)
                .collect(Collectors.toUnmodifiableMap(OwnerRow::owner, row -> 1, Integer::sum));
        heart.watchOwners("servers", OwnerRow.owners(rows));
        endUnwanted(byId, term);
        reconnectRevised(byId);
        ClusterSnapshot cluster = heart.snapshot();
        releaseForTheDead(rows, cluster, term);
        return !heart.isLeaving() && place(rows, byId, cluster, term);
    }

    /** Hands everything over, batch by batch; the instance must have left the members before. */
    public synchronized void drain(int batch) {
        List<Holding> all = List.copyOf(holdings.all());
        for (int from = 0; from < all.size(); from += batch) {
            handover.end(all.subList(from, Math.min(all.size(), from + batch)), End.HANDED_OVER);
        }
    }

    /** Looks whether all locks still stand in Redis, puts back what is missing, closes what somebody else has. */
    public synchronized void verifyLocks() {
        handover.end(protocol.reassert(holdings.all()), End.LOST);
    }

    private void dropWhatEnded() {
        handover.end(holdings.all().stream().filter(h -> !h.isOpen()).toList(), End.LOST);
        for (String id = endedIds.peek(); id != null; id = endedIds.peek()) {
            table.releaseAll(id);
            endedIds.remove();
        }
    }

    private void endUnwanted(Map<String, OwnerRow> rows, LeaseTerm term) {
        Collection<Holding> held = holdings.all();
        handover.end(held.stream().filter(h -> {
            OwnerRow row = rows.get(h.lock().id());
            return row == null || !row.wanted();
        }).toList(), End.NOT_WANTED);
        handover.end(holdings.all().stream().filter(h -> {
            OwnerRow row = rows.get(h.lock().id());
            return row != null && (row.epoch() != h.lock().epoch() || !term.instanceId().equals(row.owner()));
        }).toList(), End.LOST);
        List<Holding> failing = new ArrayList<>();
        for (String id = toGiveUp.poll(); id != null; id = toGiveUp.poll()) {
            Holding holding = holdings.get(id);
            if (holding != null) {
                LOG.info("gives the lock up for another instance to try {}", Handover.line(holding));
                failing.add(holding);
            }
        }
        handover.end(failing, End.HANDED_OVER);
    }

    private void reconnectRevised(Map<String, OwnerRow> rows) {
        List<Holding> revised = holdings.all().stream()
                .filter(h -> rows.containsKey(h.lock().id()) && rows.get(h.lock().id()).revision() != h.revision()).toList();
        if (!revised.isEmpty()) {
            revised.forEach(h -> h.revision(rows.get(h.lock().id()).revision()));
            reconnect.accept(Handover.ids(revised));
        }
    }

    /** A disabled server whose owner died needs nobody; its row is made good by whoever sees it. */
    private void releaseForTheDead(List<OwnerRow> rows, ClusterSnapshot cluster, LeaseTerm term) {
        List<Lock> orphans = rows.stream().filter(row -> !row.wanted() && protocol.isFree(row, cluster, term))
                .map(row -> new Lock(row.id(), row.owner(), row.epoch())).toList();
        if (!orphans.isEmpty()) {
            table.release(orphans);
        }
    }

    private boolean place(List<OwnerRow> rows, Map<String, OwnerRow> byId, ClusterSnapshot cluster, LeaseTerm term) {
        long now = clock.nanoTime();
        givenUp.values().removeIf(since -> now - since >= cooldownNanos);
        unwelcome.values().removeIf(since -> now - since >= cooldownNanos);
        Set<String> free = rows.stream().filter(row -> row.wanted() && protocol.isFree(row, cluster, term))
                .map(OwnerRow::id).collect(Collectors.toSet());
        freeSince.keySet().retainAll(free);
        free.forEach(id -> freeSince.putIfAbsent(id, now));
        Plan plan = planner.plan(term.instanceId(), cluster.live(), rows.stream().filter(OwnerRow::wanted)
                .map(row -> free.contains(row.id()) ? new Planner.Server(row.id(), null, freeSince.get(row.id()))
                        : new Planner.Server(row.id(), row.owner(), 0)).toList(), Set.copyOf(unwelcome.keySet()), now);
        List<Holding> surplus = plan.handovers().stream().map(holdings::get).filter(Objects::nonNull)
                .limit(handoverBatch).toList();
        handover.end(surplus, End.HANDED_OVER);
        List<OwnerRow> claims = plan.claims().stream().filter(id -> !givenUp.containsKey(id)).map(byId::get).toList();
        plan.outOfTurn().forEach(id -> unwelcome.put(id, now));
        for (int from = 0; from < claims.size(); from += CLAIM_BATCH) {
            lockRoute.accept(new Grants.Wanted(claims.subList(from, Math.min(claims.size(), from + CLAIM_BATCH)), term,
                    idleSince(claims, cluster, now)));
        }
        return plan.handovers().size() > surplus.size();
    }

    /** Since when nobody looks after these: since their dead owner's last sign of life, else since they were found free. */
    private Map<String, Long> idleSince(List<OwnerRow> claims, ClusterSnapshot cluster, long now) {
        Map<String, Long> since = new HashMap<>();
        claims.forEach(row -> {
            long found = freeSince.getOrDefault(row.id(), now);
            since.put(row.id(), row.released() || row.owner() == null ? found
                    : cluster.heardNanos().getOrDefault(row.owner(), found));
        });
        return since;
    }
}
