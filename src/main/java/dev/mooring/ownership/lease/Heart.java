package dev.mooring.ownership.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this instance's lease and watches the others'. {@link #beat} is called by one thread, again and again;
 * {@link #watch} by another one that never waits on anything. The deadline is the moment before a renewal was sent plus
 * the fence, on the monotonic clock; past it the term is over and the next beat begins a new one under a new id.
 */
public final class Heart {

    /**
     * @param ids gives a new instance id at each call
     * @param lease makes the lease's value for a beat number
     */
    public record Self(Supplier<String> ids, LongFunction<String> lease) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

    /** Between two beats, however late the last one was. */
    private static final long SHORTEST_WAIT_NANOS = 20_000_000;

    private final LeaseStore store;
    private final NanoClock clock;
    private final Self self;
    private final LeaseListener listener;
    private final long fenceNanos;
    private final long beatNanos;
    private final DeathWatch deaths;
    private final Members members = new Members();
    private volatile LeaseTerm term;
    private volatile boolean leaving;
    private volatile boolean stopped;
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<String>> owners = new ConcurrentHashMap<>();
    private volatile ClusterSnapshot snapshot = ClusterSnapshot.EMPTY;
    /** Ids of this process that are over, or whose joining got no answer; they may still stand in Redis. */
    private final Set<String> formerIds = ConcurrentHashMap.newKeySet();
    private volatile long beatNumber;
    private boolean failing;

    public Heart(LeaseStore store, NanoClock clock, Self self, LeaseListener listener, Duration leaseTimeout,
                 Duration fence, Duration beat, Duration longestPause) {
        this.store = store;
        this.clock = clock;
        this.self = self;
        this.listener = listener;
        this.fenceNanos = fence.toNanos();
        this.beatNanos = beat.toNanos();
        this.deaths = new DeathWatch(leaseTimeout.toNanos(), longestPause.toNanos());
    }

    /** The present term; null before the first and between two. */
    public LeaseTerm term() {
        LeaseTerm now = term;
        return now != null && now.isAlive() ? now : null;
    }

    public ClusterSnapshot snapshot() {
        return snapshot.without(left);
    }

    /** The number of the newest beat. */
    public long beats() {
        return beatNumber;
    }

    public boolean isLeaving() {
        return leaving;
    }

    /** Who owns rows of one kind in PostgreSQL: their leases are watched even when Redis has forgotten their names. */
    public void watchOwners(String kind, Set<String> instanceIds) {
        owners.put(kind, instanceIds);
    }

    /**
     * Renews the lease, or begins a new term, and takes in what became of the others.
     *
     * @return nanoseconds until the next beat should be
     */
    public long beat() {
        long start = clock.nanoTime();
        watch();
        try {
            if (term == null) {
                if (stopped) {
                    return beatNanos;
                }
                begin();
            }
            if (renew()) {
                renew(); // members nobody knew of: read their leases now, not a beat later
            }
            if (failing) {
                failing = false;
                LOG.info("Redis answers again");
            }
        } catch (StoreUnavailableException e) {
            return afterFailure(e);
        }
        long now = clock.nanoTime();
        long next = Math.min(start + beatNanos - now, deaths.untilVerdict(now, 2 * beatNanos));
        return Math.max(next, SHORTEST_WAIT_NANOS);
    }

    /**
     * Ends the term when its deadline has passed. Never waits on Redis.
     *
     * @return nanoseconds until it should be called again
     */
    public long watch() {
        LeaseTerm now = term;
        if (now == null) {
            return beatNanos / 4;
        }
        if (now.isAlive()) {
            return Math.max(1_000_000, Math.min(now.remainingNanos(), beatNanos / 4));
        }
        end(now, "not renewed for " + Duration.ofNanos(fenceNanos).toMillis() + " ms");
        return beatNanos / 4;
    }

    /** Takes this instance off the members: nothing is placed on it any more. Its lease goes on. */
    public void leave() {
        leaving = true;
        LeaseTerm now = term;
        if (now != null) {
            store.leave(now.instanceId());
        }
    }

    /** Enters the members again after {@link #leave}. */
    public void rejoin() {
        leaving = false;
    }

    /**
     * Another instance said that it has left, or ({@code back}) that it has come back: nothing is placed on it from now
     * on, not only from the next beat. A lost word costs that one beat.
     */
    public void noteLeft(String instanceId, boolean back) {
        if (back) {
            left.remove(instanceId);
        } else {
            left.add(instanceId);
        }
    }

    /** Ends the lease for good, after everything was handed over. */
    public void stop() {
        leaving = true;
        stopped = true;
        LeaseTerm now = term;
        if (now != null) {
            now.end();
            term = null;
            store.remove(Set.of(now.instanceId()));
        }
    }

    private synchronized void end(LeaseTerm ended, String why) {
        ended.end();
        if (term == ended) {
            formerIds.add(ended.instanceId());
            term = null;
            listener.lost(ended, why);
        }
    }

    private void begin() {
        // also after a joining that got no answer: others may take that id for dead by the time it would be used
        String id = self.ids.get();
        beatNumber = 1;
        long sent = clock.nanoTime();
        List<String> former = List.copyOf(formerIds);
        formerIds.add(id);
        store.join(id, self.lease.apply(beatNumber));
        LeaseTerm begun = new LeaseTerm(id, clock, sent + fenceNanos);
        if (!begun.isAlive()) {
            throw new StoreUnavailableException("joining took longer than the fence", null);
        }
        if (leaving) {
            store.leave(id); // drained: alive, but nothing is placed here
        }
        if (!former.isEmpty()) {
            store.remove(former);
        }
        formerIds.clear();
        term = begun;
        listener.begun(begun);
    }

    private boolean renew() {
        LeaseTerm now = term;
        if (now == null) {
            return false;
        }
        Set<String> watched = new HashSet<>();
        owners.values().forEach(watched::addAll);
        watched.addAll(snapshot.members());
        watched.addAll(members.missed());
        watched.remove(now.instanceId());
        long sent = clock.nanoTime();
        LeaseStore.Reply reply = store.beat(now.instanceId(), self.lease.apply(nextBeat()), !leaving, watched);
        if (reply.renewed()) {
            extend(now, sent);
        } else {
            reassert(now);
        }
        take(sent, reply, watched, now.instanceId());
        if (now.isAlive()) {
            listener.renewed(now);
        }
        return !watched.containsAll(snapshot.members());
    }

    private long nextBeat() {
        long next = beatNumber + 1; // written by the beat alone, read by anybody
        beatNumber = next;
        return next;
    }

    private void extend(LeaseTerm now, long sent) {
        if (!now.extend(sent + fenceNanos)) {
            end(now, "the renewal came back too late");
        }
    }

    /** Somebody or something removed the lease. Before the deadline nobody can have taken it for dead yet. */
    private void reassert(LeaseTerm now) {
        if (!now.isAlive()) {
            return; // the watchdog ends it
        }
        LOG.warn("lease is gone from Redis, putting it back instance={}", now.instanceId());
        listener.gone(now, now.deadline());
        store.newIncarnation();
        long sent = clock.nanoTime();
        store.join(now.instanceId(), self.lease.apply(nextBeat()));
        extend(now, sent);
    }

    private void take(long sent, LeaseStore.Reply reply, Set<String> watched, String me) {
        deaths.read(sent, clock.nanoTime(), reply.incarnation(), watched, reply.leases());
        Set<String> dead = deaths.dead();
        Map<String, String> leases = new HashMap<>(reply.leases());
        Set<String> others = new HashSet<>(reply.members());
        others.remove(me);
        Set<String> live = new HashSet<>(members.read(reply.incarnation(), others, leases, dead));
        if (!leaving) {
            live.add(me);
        }
        left.retainAll(others);
        long now = clock.nanoTime();
        Map<String, Long> heard = new HashMap<>();
        watched.forEach(id -> heard.put(id, now - deaths.age(id, now)));
        ClusterSnapshot before = snapshot;
        snapshot = new ClusterSnapshot(Set.copyOf(live), dead, Set.copyOf(others), leases, heard);
        if (!before.live().equals(live) || !before.dead().equals(dead)) {
            listener.clusterChanged();
        }
    }

    private long afterFailure(StoreUnavailableException e) {
        if (!failing) {
            failing = true;
            LOG.warn("Redis does not answer ({}); connections stay up until the fence", e.getMessage());
        }
        return beatNanos / 8;
    }
}
