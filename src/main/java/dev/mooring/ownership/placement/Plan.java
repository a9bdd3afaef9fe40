package dev.mooring.ownership.placement;

import java.util.List;

/**
 * What one instance should do now.
 *
 * @param claims free servers to claim
 * @param handovers own servers to hand over, because others have too few
 */
public record Plan(List<String> claims, List<String> handovers) {
}
