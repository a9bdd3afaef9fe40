package dev.mooring.ownership.lease;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The cluster as the newest beat showed it.
 *
 * @param live the members that servers may be placed on, this instance among them unless it is leaving
 * @param dead instance ids whose lease is dead: what they own is free
 * @param leases the raw leases by instance id
 * @param heardNanos when each lease's present value was first seen, in nanoseconds of the clock
 */
public record ClusterSnapshot(Set<String> live, Set<String> dead, Set<String> members, Map<String, String> leases,
                              Map<String, Long> heardNanos) {

    static final ClusterSnapshot EMPTY = new ClusterSnapshot(Set.of(), Set.of(), Set.of(), Map.of(), Map.of());

    /** The same, but nothing may be placed on these. */
    ClusterSnapshot without(Set<String> left) {
        return Collections.disjoint(live, left) ? this : new ClusterSnapshot(live.stream()
                .filter(id -> !left.contains(id)).collect(Collectors.toUnmodifiableSet()), dead, members, leases, heardNanos);
    }
}
