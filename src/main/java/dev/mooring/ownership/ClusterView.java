package dev.mooring.ownership;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What {@code GET /api/cluster} shows: the members as this instance sees them. */
public interface ClusterView {

    /** What an instance is doing, in one word; {@code GET /api/cluster} and the health checks say the same. */
    enum Phase {
        /** It has not held a lease yet. */
        STARTING,
        /** It holds its lease, and servers may be placed on it. */
        LIVE,
        /**
         * Its lease was not renewed for two beats, so others may soon take its servers; until then these are in
         * quarantine. It may act on them as long as its fence has not passed.
         */
        SILENT,
        /** It hands over what it owns and takes nothing; it holds its lease. */
        DRAINING,
        /** It has lost its lease and closed everything; it starts over under another id by itself. */
        FENCED,
        /** Its lease is dead: what it owned is free. Said of others only. */
        DEAD
    }

    /**
     * One member.
     *
     * @param leaseAgeMillis since the lease's newest beat: for others since this instance saw it, on its own clock
     */
    record Member(String instanceId, String address, Instant startedAt, long beat, int owned, long leaseAgeMillis,
                  boolean self, Phase phase) {
    }

    /**
     * Enabled servers that nobody may connect yet: their owner is silent, and may be acting all the same until its lease
     * has stood still for the lease timeout.
     *
     * @param instanceId the silent owner
     * @param servers how many they are
     * @param remainingMillis until this instance may take them, if the owner stays silent
     */
    record Quarantine(String instanceId, int servers, long remainingMillis) {
    }

    List<Member> members();

    /** This instance, as it stands among the members. */
    default Optional<Member> self() {
        return members().stream().filter(Member::self).findFirst();
    }

    /** What waits for a verdict about its owner; empty in a healthy cluster. */
    List<Quarantine> quarantine();

    /** The number of enabled servers divided by the members, rounded up. */
    int quota();
}
