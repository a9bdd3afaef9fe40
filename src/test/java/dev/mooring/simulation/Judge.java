package dev.mooring.simulation;

import dev.mooring.ownership.FrameGate;
import dev.mooring.ownership.Grant;
import dev.mooring.ownership.lease.LeaseTerm;
import dev.mooring.ownership.lock.Holding;
import dev.mooring.ownership.lock.OwnerRow;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Sees everything at every moment of true time, and says what must never be: two instances that may act on one server,
 * one that acts under an older epoch than another has acted under, a server given back while its socket is open, a
 * socket that outlives its lease in a process that runs.
 */
final class Judge {

    /**
     * A watchdog closes within this time of its process running, in nanoseconds: it sleeps for a quarter of a beat at most,
     * and it may have been about to when its process was paused.
     */
    private static final long WATCHDOG_MARGIN = 700_000_000L;

    private final World world;
    private final Map<String, Long> lastEpoch = new HashMap<>();
    private final Map<String, Long> actedEpoch = new HashMap<>();
    private final Map<Grant, Long> outlivedSince = new IdentityHashMap<>();
    private long grants;
    private long moves;

    Judge(World world) {
        this.world = world;
    }

    long grants() {
        return grants;
    }

    /** How many times a connection was made or ended. */
    long moves() {
        return moves;
    }

    /** Whether a gate is open now; asking takes no time and stops no thread. */
    boolean isOpen(FrameGate gate) {
        return world.timeline().unseen(gate::isOpen);
    }

    void opened(Grant grant) {
        grants++;
        moves++;
        Long last = lastEpoch.put(String.valueOf(grant.serverId()), grant.epoch());
        if (last != null && last >= grant.epoch()) {
            throw new Violation("server " + grant.serverId() + " is opened with epoch " + grant.epoch()
                    + " after epoch " + last);
        }
    }

    void closed(int sockets) {
        moves += sockets;
    }

    /** Break before make: an owner closes first; others release for it only when its gate is closed. */
    void releasing(OwnerRow row, Machine by) {
        for (Instance instance : world.instances()) {
            Grant grant = instance.sockets().open().get(Long.valueOf(row.id()));
            if (grant != null && grant.epoch() == row.epoch() && grant.instanceId().equals(row.owner())
                    && (instance.machine() == by || isOpen(grant.gate()))) {
                throw new Violation("server " + row.id() + " is given back by " + row.owner() + " while its socket is open");
            }
        }
    }

    /** Called after each step. */
    void look() {
        for (OwnerRow row : world.servers().all()) {
            String actor = null;
            for (Instance instance : world.instances()) {
                String acting = acting(instance, row.id());
                if (acting != null && actor != null) {
                    throw new Violation("promise 1: server " + row.id() + " may be acted on by " + actor + " and by " + acting);
                }
                actor = acting == null ? actor : acting;
            }
        }
        lookAtLeader();
        lookForOutlived();
    }

    private String acting(Instance instance, String serverId) {
        Holding holding = instance.ownership().servers().get(serverId);
        Grant grant = instance.sockets().open().get(Long.valueOf(serverId));
        if (holding != null && holding.isOpen()) {
            acts(serverId, holding.lock().epoch());
            return holding.lock().value();
        }
        if (grant != null && grant.gate().isOpen()) {
            acts(serverId, grant.epoch());
            return grant.instanceId() + "|" + grant.epoch() + " (socket)";
        }
        return null;
    }

    private void acts(String serverId, long epoch) {
        Long before = actedEpoch.put(serverId, epoch);
        if (before != null && before > epoch) {
            throw new Violation("promise 1: server " + serverId + " may be acted on with epoch " + epoch
                    + " although epoch " + before + " has acted");
        }
    }

    private void lookAtLeader() {
        String leader = null;
        for (Instance instance : world.instances()) {
            if (instance.ownership().leadership().isLeader(Instance.NAME)) {
                if (leader != null) {
                    throw new Violation("promise 1: both " + leader + " and " + instance.name() + " lead");
                }
                leader = instance.name();
            }
        }
    }

    private void lookForOutlived() {
        long now = world.timeline().now();
        for (Instance instance : world.instances()) {
            LeaseTerm term = instance.ownership().heart().term();
            String id = term == null ? null : term.instanceId();
            for (Grant grant : instance.sockets().open().values()) {
                if (Objects.equals(id, grant.instanceId()) || instance.machine().isPaused()) {
                    outlivedSince.remove(grant);
                } else if (now - outlivedSince.computeIfAbsent(grant, g -> now) > WATCHDOG_MARGIN) {
                    throw new Violation("watchdog: " + instance.name() + " runs and its socket of server "
                            + grant.serverId() + " is open " + WATCHDOG_MARGIN / 1_000_000 + " ms after the deadline");
                }
            }
        }
    }
}
