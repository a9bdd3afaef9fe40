package dev.mooring.ownership.lease;

/**
 * A monotonic clock, in nanoseconds from an arbitrary origin; never the wall clock. Injected, so that tests can
 * drive it.
 */
@FunctionalInterface
public interface NanoClock {

    NanoClock SYSTEM = System::nanoTime;

    long nanoTime();
}
