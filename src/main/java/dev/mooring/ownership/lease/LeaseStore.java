package dev.mooring.ownership.lease;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * The leases and the set of members, in Redis. Every method is one round trip, is bounded in time and throws
 * {@link StoreUnavailableException} when the outcome is not known.
 */
public interface LeaseStore {

    /**
     * What one beat brought back.
     *
     * @param renewed false when the lease was gone; it was not written then
     * @param incarnation tells lost data: it changes when Redis lost it and when somebody re-asserts a lease
     * @param leases the leases asked for, as raw values; one that is absent is missing from the map
     */
    record Reply(boolean renewed, String incarnation, Set<String> members, Map<String, String> leases) {
    }

    /** Writes a lease and enters it into the members. */
    void join(String instanceId, String lease);

    /**
     * Renews a lease if it is there, and reads the members, the incarnation and the watched leases, all in one round
     * trip.
     *
     * @param member whether to (re-)enter the instance into the members; false for one that is leaving
     */
    Reply beat(String instanceId, String lease, boolean member, Collection<String> watched);

    /** Sets a new incarnation, which starts everybody's windows of absent leases anew. */
    void newIncarnation();

    /** Takes an instance off the members; its lease stays. */
    void leave(String instanceId);

    /** Removes instances from the members, and their leases. */
    void remove(Collection<String> instanceIds);
}
