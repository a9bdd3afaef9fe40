package dev.mooring.ownership;

import java.time.Instant;
import java.util.List;

/** What {@code GET /api/cluster} shows: the members as this instance sees them. */
public interface ClusterView {

    /** One member. {@code leaseAgeMillis}: since this instance saw the lease's newest beat, on its own clock. */
    record Member(String instanceId, String address, Instant startedAt, long beat, int owned, long leaseAgeMillis,
                  boolean self, String phase) {
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

    /** What waits for a verdict about its owner; empty in a healthy cluster. */
    List<Quarantine> quarantine();

    /** The number of enabled servers divided by the members, rounded up. */
    int quota();
}
