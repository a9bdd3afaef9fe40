package dev.mooring.ownership;

import java.time.Instant;
import java.util.List;

/** What {@code GET /api/cluster} shows: the members as this instance sees them. */
public interface ClusterView {

    /** One member. {@code leaseAgeMillis}: since this instance saw the lease's newest beat, on its own clock. */
    record Member(String instanceId, String address, Instant startedAt, long beat, int owned, long leaseAgeMillis,
                  boolean self, String phase) {
    }

    List<Member> members();

    /** The number of enabled servers divided by the members, rounded up. */
    int quota();
}
