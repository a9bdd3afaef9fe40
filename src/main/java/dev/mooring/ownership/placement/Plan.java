package dev.mooring.ownership.placement;

import java.util.List;
import java.util.Set;

/**
 * What one instance should do now.
 *
 * @param claims free servers to claim
 * @param outOfTurn those of the claims that another member should have taken and did not
 * @param handovers own servers to hand over, because others have too few
 */
public record Plan(List<String> claims, Set<String> outOfTurn, List<String> handovers) {

    static final Plan NOTHING = new Plan(List.of(), Set.of(), List.of());
}
