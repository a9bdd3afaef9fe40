package dev.mooring.ownership.lease;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The members that servers may be placed on. Placement only: what is wrong here costs moves, never safety. An instance
 * that took itself off the set has left at once; one that vanished because Redis lost its data is kept until its lease
 * is dead, so that lost data moves nothing.
 */
final class Members {

    private final Set<String> missedByLoss = new HashSet<>();
    private Set<String> live = Set.of();
    private String incarnation;

    Set<String> read(String newIncarnation, Set<String> members, Map<String, String> leases, Set<String> dead) {
        if (incarnation != null && !Objects.equals(incarnation, newIncarnation)) {
            missedByLoss.addAll(live);
        }
        incarnation = newIncarnation;
        missedByLoss.removeAll(dead);
        missedByLoss.removeIf(id -> members.contains(id) && leases.containsKey(id));
        Set<String> now = new HashSet<>(missedByLoss);
        members.stream().filter(leases::containsKey).filter(id -> !dead.contains(id)).forEach(now::add);
        live = Set.copyOf(now);
        return live;
    }

    /** Ids to keep watching though Redis does not name them. */
    Collection<String> missed() {
        return missedByLoss;
    }
}
