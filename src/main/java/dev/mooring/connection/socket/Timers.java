package dev.mooring.connection.socket;

import java.time.Duration;
import java.time.Instant;

/** Time, as a connection sees it; tests put their own in its place. */
public interface Timers {

    /** A timer that may still be called off. */
    @FunctionalInterface
    interface Timer {
        void cancel();
    }

    /** Runs the task, which must not block, after the delay. */
    Timer after(Duration delay, Runnable task);

    /** Monotonic; for durations. */
    long nanoTime();

    /** Wall clock; only for what is shown. */
    Instant now();
}
