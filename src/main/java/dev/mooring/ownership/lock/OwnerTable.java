package dev.mooring.ownership.lock;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The rows in PostgreSQL that say who owns what: the truth of ownership. Methods are bounded in time and throw
 * {@link dev.mooring.ownership.lease.StoreUnavailableException} when the outcome is not known.
 */
public interface OwnerTable {

    /** All rows that are wanted or not yet released. */
    List<OwnerRow> rows();

    /**
     * Claims rows for an instance: each only if its epoch is still the one that was read, so that of several claimers
     * one wins. A claimed row has the epoch after that.
     *
     * @return the ids that were claimed
     */
    Set<String> claim(Collection<OwnerRow> asRead, String instanceId);

    /** Releases rows: each only if both epoch and owner are still these. */
    void release(Collection<Lock> locks);

    /** Releases all that an instance owned; only that instance itself may ask for it, once it acts no more. */
    void releaseAll(String instanceId);
}
