package dev.mooring.ownership;

import dev.mooring.ownership.cluster.Leadership;
import dev.mooring.ownership.lease.Heart;
import dev.mooring.ownership.lease.LeaseStore;
import dev.mooring.ownership.lease.NanoClock;
import dev.mooring.ownership.lock.Grants;
import dev.mooring.ownership.lock.Handover;
import dev.mooring.ownership.lock.Holdings;
import dev.mooring.ownership.lock.LeaseWatcher;
import dev.mooring.ownership.lock.LockProtocol;
import dev.mooring.ownership.lock.LockStore;
import dev.mooring.ownership.lock.OwnerTable;
import dev.mooring.ownership.lock.Reconciler;
import dev.mooring.ownership.placement.Planner;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * One instance's ownership, put together from what it needs of the world. It has no thread of its own: whoever made it
 * calls {@link Heart#beat}, {@link Heart#watch}, {@link Reconciler#reconcile} and {@link Leadership#reconcile}, each from
 * one thread, so that a simulation can drive the very code that runs in production.
 */
public final class Ownership {

    /** Where ownership is written down. */
    public record Stores(LeaseStore leases, OwnerTable servers, LockStore serverLocks, OwnerTable names,
                         LockStore nameLocks, Consumer<String> registerName) {
    }

    /**
     * Who this instance is.
     *
     * @param ids gives a new id at each call
     * @param lease makes the lease's value for a beat number and the number of servers owned
     */
    public record Self(NanoClock clock, Supplier<String> ids, LeaseText lease) {
    }

    /** Makes a lease's value. */
    @FunctionalInterface
    public interface LeaseText {
        String of(long beat, int owned);
    }

    /** Whom ownership tells what it did; calls must not block. */
    public interface Announcer {

        void joined(String instanceId);

        void released(List<Long> serverIds);

        /** There is something to reconcile. */
        void wake();
    }

    private final Heart heart;
    private final Holdings servers = new Holdings();
    private final Reconciler reconciler;
    private final Leadership leadership;
    private final Grants grants;

    /**
     * @param lockRoute makes the way by which free servers are taken out of its two steps
     * @param reconnectCooldown at most one giving up of a server for this reason per cooldown
     */
    public Ownership(Stores stores, Self self, OwnershipProperties timings, Duration reconnectCooldown,
                     OwnedConnections connections, Announcer announcer,
                     Function<Grants, Consumer<Grants.Wanted>> lockRoute) {
        NanoClock clock = self.clock();
        Holdings names = new Holdings();
        LockProtocol serverProtocol = new LockProtocol(stores.servers(), stores.serverLocks(), servers, clock);
        LockProtocol nameProtocol = new LockProtocol(stores.names(), stores.nameLocks(), names, clock);
        LeaseWatcher watcher = new LeaseWatcher(List.of(new LeaseWatcher.Owned(servers, serverProtocol),
                new LeaseWatcher.Owned(names, nameProtocol)), connections, announcer);
        LongFunction<String> lease = beat -> self.lease().of(beat, servers.size());
        heart = new Heart(stores.leases(), clock, new Heart.Self(self.ids(), lease), watcher, timings.leaseTimeout(),
                timings.fence(), timings.beat(), timings.longestPause());
        Handover handover = new Handover(connections, serverProtocol, announcer::released);
        grants = new Grants(serverProtocol, connections);
        Planner planner = new Planner(timings.beat().multipliedBy(3).toNanos());
        reconciler = new Reconciler(heart, stores.servers(), serverProtocol, servers, handover, lockRoute.apply(grants),
                connections::reconnect, planner, clock, timings.handoverBatch(), reconnectCooldown.toNanos());
        leadership = new Leadership(heart, stores.names(), nameProtocol, names, stores.registerName());
        watcher.whenEnded(id -> {
            reconciler.termEnded(id);
            leadership.termEnded(id);
        });
    }

    public Heart heart() {
        return heart;
    }

    public Holdings servers() {
        return servers;
    }

    public Reconciler reconciler() {
        return reconciler;
    }

    public Leadership leadership() {
        return leadership;
    }

    public Grants grants() {
        return grants;
    }
}
