package dev.mooring.ownership;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All timings of ownership, checked together: {@code lease-timeout > fence > 2 x beat}, or the program refuses to
 * start.
 *
 * @param leaseTimeout L: how long an instance must have been silent before others take its servers; longer than the fence.
 *     The same on all instances
 * @param beat H: how often an instance renews its lease and looks at the others'; 100 ms or more
 * @param fence F: how long after the sending of its last renewal an instance may act; then it closes every socket. More
 *     than two beats. Clock rates may differ by (L - F) / L between machines. The same on all instances
 * @param commandTimeout how long one round trip to Redis may take; more than 0, at most 1 s
 * @param verifyInterval how often an owner looks whether its locks still stand in Redis; not shorter than a beat
 * @param handoverBatch how many connections are handed over at a time when the load is balanced; 1 or more
 */
@ConfigurationProperties(prefix = "mooring.ownership", ignoreUnknownFields = false)
public record OwnershipProperties(
        @DefaultValue("10s") Duration leaseTimeout,
        @DefaultValue("2s") Duration beat,
        @DefaultValue("7s") Duration fence,
        @DefaultValue("1s") Duration commandTimeout,
        @DefaultValue("30s") Duration verifyInterval,
        @DefaultValue("25") int handoverBatch) {

    public OwnershipProperties {
        if (beat.compareTo(Duration.ofMillis(100)) < 0) {
            throw invalid("beat", beat, "must be at least 100ms");
        }
        if (fence.compareTo(beat.multipliedBy(2)) <= 0) {
            throw invalid("fence", fence, "must be longer than two beats (mooring.ownership.beat is "
                    + text(beat) + "), or one lost renewal would close every connection");
        }
        if (leaseTimeout.compareTo(fence) <= 0) {
            throw invalid("lease-timeout", leaseTimeout, "must be longer than mooring.ownership.fence ("
                    + text(fence) + "), or a server could have two owners");
        }
        if (commandTimeout.isNegative() || commandTimeout.isZero() || commandTimeout.compareTo(Duration.ofSeconds(1)) > 0) {
            throw invalid("command-timeout", commandTimeout, "must be more than 0 and at most 1s");
        }
        if (verifyInterval.compareTo(beat) < 0) {
            throw invalid("verify-interval", verifyInterval, "must not be shorter than a beat (" + text(beat) + ")");
        }
        if (handoverBatch < 1) {
            throw new IllegalArgumentException("mooring.ownership.handover-batch=" + handoverBatch + " must be at least 1");
        }
    }

    /**
     * The longest pause between two reads that still counts as looking without a break. What a lossy failover of
     * Redis hides in such a pause lengthens the life of an owner that beats in time by as much, so it must stay below
     * L - F. (An owner that renews at the last moment, and whose renewal is lost, is a limit: docs/ownership.md.)
     */
    public Duration longestPause() {
        Duration margin = leaseTimeout.minus(fence);
        Duration wished = beat.multipliedBy(5).dividedBy(4);
        return wished.compareTo(margin) < 0 ? wished : margin;
    }

    private static IllegalArgumentException invalid(String name, Duration value, String reason) {
        return new IllegalArgumentException("mooring.ownership." + name + "=" + text(value) + " " + reason);
    }

    private static String text(Duration d) {
        return d.toMillis() % 1000 == 0 ? d.toSeconds() + "s" : d.toMillis() + "ms";
    }
}
