package dev.mooring.ownership.lock;

import dev.mooring.ownership.FrameGate;
import dev.mooring.ownership.lease.LeaseTerm;
import dev.mooring.ownership.lease.NanoClock;

/** Something this instance owns, and the gate that says whether it still may act on it. */
public final class Holding implements FrameGate {

    private final Lock lock;
    private final String name;
    private final boolean afterFault;
    private final LeaseTerm term;
    private final NanoClock clock;
    private volatile boolean ended;
    private volatile boolean gated;
    private volatile long ceiling;
    private volatile long revision;
    private volatile long idleSince;

    Holding(Lock lock, OwnerRow row, LeaseTerm term, NanoClock clock) {
        this.lock = lock;
        this.name = row.name();
        this.afterFault = row.owner() != null && !row.released();
        this.revision = row.revision();
        this.term = term;
        this.clock = clock;
    }

    @Override
    public boolean isOpen() {
        return !ended && term.isAlive() && (!gated || clock.nanoTime() - ceiling < 0);
    }

    public Lock lock() {
        return lock;
    }

    public String name() {
        return name;
    }

    /** Whether the owner before this one never gave it back. */
    boolean isAfterFault() {
        return afterFault;
    }

    long revision() {
        return revision;
    }

    void revision(long newRevision) {
        revision = newRevision;
    }

    long idleSince() {
        return idleSince;
    }

    /** See {@link dev.mooring.ownership.Grant#idleSince}. */
    void idleSince(long nanos) {
        idleSince = nanos;
    }

    /** Whether the lock in Redis waits to be put back. */
    boolean isGated() {
        return gated;
    }

    /** From the deadline on, nothing may be done before {@link #lockIsBack}. An earlier deadline stays. */
    void gateAt(long oldDeadline) {
        if (!gated) {
            ceiling = oldDeadline;
            gated = true;
        }
    }

    void lockIsBack() {
        gated = false;
    }

    void end() {
        ended = true;
    }
}
