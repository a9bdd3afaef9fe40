package dev.mooring.ownership.lock;

import java.util.Collection;
import java.util.Set;

/**
 * The locks in Redis, each changed by a script on its one key, many in one pipeline. Throws
 * {@link dev.mooring.ownership.lease.StoreUnavailableException} when the outcome is not known.
 */
public interface LockStore {

    /**
     * Sets each lock unless it has the same or a higher epoch under another value.
     *
     * @return the ids whose lock now is the one given; for the others somebody else's stands
     */
    Set<String> lock(Collection<Lock> locks);

    /** Deletes each lock if it still has exactly this value. */
    void unlock(Collection<Lock> locks);
}
