package dev.mooring.ownership.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mooring.ownership.ClusterView;
import dev.mooring.ownership.Ownership;
import dev.mooring.ownership.OwnershipProperties;
import dev.mooring.ownership.lease.ClusterSnapshot;
import dev.mooring.ownership.lease.Heart;
import dev.mooring.ownership.lease.LeaseTerm;
import dev.mooring.ownership.lease.LeaseValue;
import dev.mooring.ownership.lease.NanoClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The cluster as this instance sees it, for people. */
final class SeenCluster implements ClusterView {

    /** Stands where an instance id would, while there is none. */
    private static final String NO_ID = "none";

    private final Ownership ownership;
    private final InstanceIdentity identity;
    private final long leaseTimeoutMillis;
    private final long silentAfterMillis;
    private final long fenceMillis;
    private final BooleanSupplier everJoined;

    /** @param everJoined whether this instance has ever held a lease */
    SeenCluster(Ownership ownership, InstanceIdentity identity, OwnershipProperties timings, BooleanSupplier everJoined) {
        this.ownership = ownership;
        this.identity = identity;
        this.leaseTimeoutMillis = timings.leaseTimeout().toMillis();
        this.silentAfterMillis = timings.beat().multipliedBy(2).toMillis();
        this.fenceMillis = timings.fence().toMillis();
        this.everJoined = everJoined;
    }

    @Override
    public List<Member> members() {
        Heart heart = ownership.heart();
        ClusterSnapshot cluster = heart.snapshot();
        List<Member> members = new ArrayList<>();
        LeaseTerm term = heart.term();
        long ownAge = term == null ? 0 : Math.max(0, fenceMillis - TimeUnit.NANOSECONDS.toMillis(term.remainingNanos()));
        members.add(member(term == null ? NO_ID : term.instanceId(),
                identity.leaseValue(heart.beats(), ownership.servers().size()), ownAge, true, ownPhase(term, ownAge)));
        Set<String> others = new TreeSet<>(cluster.members());
        others.addAll(cluster.leases().keySet());
        others.forEach(id -> {
            LeaseValue value = parse(cluster.leases().get(id));
            long age = age(cluster, id);
            Phase theirs = cluster.dead().contains(id) ? Phase.DEAD
                    : value == UNREADABLE || age > silentAfterMillis ? Phase.SILENT
                    : cluster.members().contains(id) ? Phase.LIVE : Phase.DRAINING;
            members.add(member(id, value, age, false, theirs));
        });
        members.sort(Comparator.comparing(Member::instanceId));
        return members;
    }

    /** By the same measure as the others': what they call silent, calls itself so. */
    private Phase ownPhase(LeaseTerm term, long age) {
        if (term == null) {
            return everJoined.getAsBoolean() ? Phase.FENCED : Phase.STARTING;
        }
        return age > silentAfterMillis ? Phase.SILENT : ownership.heart().isLeaving() ? Phase.DRAINING : Phase.LIVE;
    }

    @Override
    public List<Quarantine> quarantine() {
        ClusterSnapshot cluster = ownership.heart().snapshot();
        List<Quarantine> waiting = new ArrayList<>();
        LeaseTerm term = ownership.heart().term();
        new TreeMap<>(ownership.reconciler().wantedByOwner()).forEach((owner, servers) -> {
            long age = age(cluster, owner);
            boolean silent = age > silentAfterMillis || !cluster.leases().containsKey(owner);
            if (silent && !cluster.dead().contains(owner) && (term == null || !owner.equals(term.instanceId()))) {
                waiting.add(new Quarantine(owner, servers, Math.max(0, leaseTimeoutMillis - age)));
            }
        });
        return waiting;
    }

    private static long age(ClusterSnapshot cluster, String id) {
        long now = NanoClock.SYSTEM.nanoTime();
        return TimeUnit.NANOSECONDS.toMillis(now - cluster.heardNanos().getOrDefault(id, now));
    }

    @Override
    public int quota() {
        int live = Math.max(1, ownership.heart().snapshot().live().size());
        return (ownership.reconciler().wantedCount() + live - 1) / live;
    }

    private static Member member(String id, LeaseValue value, long age, boolean self, Phase phase) {
        return new Member(id, value.address(), value.startTime(), value.beat(), value.owned(), age, self, phase);
    }

    private static LeaseValue parse(String lease) {
        try {
            return lease == null ? UNREADABLE : InstanceIdentity.JSON.readValue(lease, LeaseValue.class);
        } catch (JsonProcessingException e) {
            return UNREADABLE; // whoever wrote that, it is not one of us
        }
    }

    private static final LeaseValue UNREADABLE = new LeaseValue(0, null, null, 0);
}
