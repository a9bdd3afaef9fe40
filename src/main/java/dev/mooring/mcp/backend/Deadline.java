package dev.mooring.mcp.backend;

import java.time.Duration;

/** One timeout over several steps; counted by the monotonic clock. */
final class Deadline {

    private static final Duration LEAST = Duration.ofMillis(1);
    private final Duration whole;
    private final long start = System.nanoTime();

    Deadline(Duration whole) {
        this.whole = whole;
    }

    /** What is left of it; 1 ms when nothing is, so that the step begins and times out by itself. */
    Duration left() {
        Duration left = whole.minusNanos(System.nanoTime() - start);
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }

    long seconds() {
        return whole.toSeconds();
    }
}
