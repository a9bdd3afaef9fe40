package dev.mooring.ownership.runtime;

import dev.mooring.ownership.DrainControl;
import dev.mooring.ownership.Ownership;
import dev.mooring.ownership.lease.ClusterSnapshot;
import dev.mooring.ownership.lease.LeaseTerm;
import dev.mooring.ownership.lease.StoreUnavailableException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who is to be drained, kept in PostgreSQL so that a lost hint loses nothing. */
final class DrainRequests implements DrainControl {

    private final JdbcTemplate jdbc;
    private final ClusterEvents events;
    private final Ownership ownership;

    DrainRequests(JdbcTemplate jdbc, ClusterEvents events, Ownership ownership) {
        this.jdbc = jdbc;
        this.events = events;
        this.ownership = ownership;
    }

    @Override
    public boolean drain(String instanceId) {
        if (!isKnown(instanceId)) {
            return false;
        }
        jdbc.update("insert into drain_request (instance_id) values (?) on conflict do nothing", instanceId);
        events.drainChanged(instanceId);
        return true;
    }

    @Override
    public void undrain(String instanceId) {
        jdbc.update("delete from drain_request where instance_id = ?", instanceId);
        events.drainChanged(instanceId);
    }

    /** All ids that somebody wants drained. */
    Set<String> all() {
        try {
            return Set.copyOf(jdbc.queryForList("select instance_id from drain_request", String.class));
        } catch (DataAccessException e) {
            throw new StoreUnavailableException("PostgreSQL: " + e.getClass().getSimpleName(), e);
        }
    }

    /** The wish follows an instance that starts over under a new id. */
    void rename(String oldId, String newId) {
        jdbc.update("update drain_request set instance_id = ? where instance_id = ?", newId, oldId);
    }

    /** Forgets the requests for instances that are gone; their ids never come back. */
    void forget(Collection<String> instanceIds) {
        instanceIds.forEach(id -> jdbc.update("delete from drain_request where instance_id = ?", id));
    }

    private boolean isKnown(String instanceId) {
        LeaseTerm term = ownership.heart().term();
        ClusterSnapshot cluster = ownership.heart().snapshot();
        Set<String> known = new TreeSet<>(cluster.members());
        known.addAll(cluster.leases().keySet());
        return known.contains(instanceId) || term != null && term.instanceId().equals(instanceId);
    }
}
