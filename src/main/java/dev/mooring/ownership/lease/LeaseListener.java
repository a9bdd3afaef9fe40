package dev.mooring.ownership.lease;

/** Told what becomes of this instance's lease. All calls but {@link #lost} come from the beat. */
public interface LeaseListener {

    /** A new term has begun: the instance is a member under a new id and owns nothing yet. */
    void begun(LeaseTerm term);

    /**
     * The lease was found gone before its deadline and is about to be re-asserted: until a server's own lock is back,
     * its gate closes at the old deadline.
     *
     * @param oldDeadline nanoseconds of the clock
     */
    void gone(LeaseTerm term, long oldDeadline);

    /** The lease was renewed; locks that wait to be put back may be put back now. */
    void renewed(LeaseTerm term);

    /** The term is over: close every socket now. Comes from the watchdog or the beat, once per term; must not block. */
    void lost(LeaseTerm term, String why);

    /** The members or the dead are others than before. */
    void clusterChanged();
}
