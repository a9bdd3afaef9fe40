package dev.mooring.ownership.lease;

/**
 * One instance id and the time it may act, which ends at the deadline unless it is extended before. A term that has
 * passed its deadline is over for good: an extension that comes late is refused, so a process that was paused never
 * goes on where it stopped.
 */
public final class LeaseTerm {

    private final String instanceId;
    private final NanoClock clock;
    private volatile long deadline;
    private volatile boolean over;

    LeaseTerm(String instanceId, NanoClock clock, long deadline) {
        this.instanceId = instanceId;
        this.clock = clock;
        this.deadline = deadline;
    }

    public String instanceId() {
        return instanceId;
    }

    /** Whether the instance may act now: the whole cost of a frame's check. */
    public boolean isAlive() {
        return !over && clock.nanoTime() - deadline < 0;
    }

    /** Nanoseconds until the deadline; zero or less when it has passed. */
    public long remainingNanos() {
        return over ? 0 : deadline - clock.nanoTime();
    }

    long deadline() {
        return deadline;
    }

    /**
     * Moves the deadline, unless it has passed.
     *
     * @return whether the term goes on
     */
    synchronized boolean extend(long newDeadline) {
        if (!isAlive()) {
            over = true;
            return false;
        }
        if (newDeadline - deadline > 0) {
            deadline = newDeadline;
        }
        return true;
    }

    /** Ends the term, whatever its deadline. */
    synchronized void end() {
        over = true;
    }
}
