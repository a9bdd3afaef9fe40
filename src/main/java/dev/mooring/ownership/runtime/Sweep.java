package dev.mooring.ownership.runtime;

import dev.mooring.ownership.lease.ClusterSnapshot;
import dev.mooring.ownership.lease.Heart;
import dev.mooring.ownership.lease.LeaseStore;
import dev.mooring.ownership.lease.StoreUnavailableException;
import dev.mooring.ownership.lock.Lock;
import dev.mooring.ownership.lock.LockStore;
import dev.mooring.ownership.lock.OwnerRow;
import dev.mooring.ownership.lock.OwnerTable;
import dev.mooring.ownership.redis.RedisLeftovers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away what dead instances and deleted servers left in Redis. Used by the stale-detection route, on one instance
 * of the cluster; nothing depends on it but tidiness.
 */
public final class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Heart heart;
    private final LeaseStore leases;
    private final OwnerTable servers;
    private final LockStore locks;
    private final RedisLeftovers leftovers;

    Sweep(Heart heart, LeaseStore leases, OwnerTable servers, LockStore locks, RedisLeftovers leftovers) {
        this.heart = heart;
        this.leases = leases;
        this.servers = servers;
        this.locks = locks;
        this.leftovers = leftovers;
    }

    /**
     * Takes dead instances off the members, and deletes the locks that belong to no ownership any more. What cannot be
     * cleared now, because Redis or PostgreSQL does not answer, is cleared the next time.
     */
    public void clearLeftovers() {
        try {
            clear();
        } catch (StoreUnavailableException e) {
            LOG.warn("leftovers of dead instances stay until the next check: {}", e.getMessage());
        }
    }

    private void clear() {
        ClusterSnapshot cluster = heart.snapshot();
        Set<String> gone = new TreeSet<>(cluster.dead());
        gone.retainAll(cluster.members());
        if (!gone.isEmpty()) {
            leases.remove(gone);
            LOG.info("removed {} dead instances from the members: {}", gone.size(), gone);
        }
        Map<String, OwnerRow> owned = servers.rows().stream()
                .collect(Collectors.toMap(OwnerRow::id, Function.identity()));
        List<Lock> orphans = leftovers.connectionLocks().stream()
                .filter(lock -> isOrphan(lock, owned.get(lock.id()), cluster)).toList();
        locks.unlock(orphans);
        if (!orphans.isEmpty()) {
            LOG.info("removed {} locks that nobody holds any more", orphans.size());
        }
    }

    /** A live owner puts its lock back or deletes it itself; only what has no owner any more is cleared here. */
    private static boolean isOrphan(Lock lock, OwnerRow row, ClusterSnapshot cluster) {
        boolean stillOwned = row != null && !row.released() && lock.owner().equals(row.owner());
        return !stillOwned && !cluster.live().contains(lock.owner());
    }
}
