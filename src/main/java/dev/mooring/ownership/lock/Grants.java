package dev.mooring.ownership.lock;

import dev.mooring.ownership.Grant;
import dev.mooring.ownership.OwnedConnections;
import dev.mooring.ownership.lease.LeaseTerm;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two steps of the lock route: take the locks, then have the connections of those that were granted made. */
public final class Grants {

    /**
     * Free servers that this instance wants, and the term it wants them in.
     *
     * @param idleSince by id, since when nobody looks after it: see {@link Grant#idleSince}
     */
    public record Wanted(List<OwnerRow> rows, LeaseTerm term, Map<String, Long> idleSince) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

    private final LockProtocol protocol;
    private final OwnedConnections connections;

    public Grants(LockProtocol protocol, OwnedConnections connections) {
        this.protocol = protocol;
        this.connections = connections;
    }

    /** First step: the locks. */
    public List<Holding> take(Wanted wanted) {
        List<Holding> granted = protocol.acquire(wanted.rows(), wanted.term());
        granted.forEach(h -> h.idleSince(wanted.idleSince().get(h.lock().id())));
        granted.forEach(h -> LOG.info("lock acquired{} {}",
                h.isAfterFault() ? " from an instance that is gone," : "", Handover.line(h)));
        return granted;
    }

    /** Second step: the routes, in bulk. */
    public void connect(List<Holding> granted) {
        connections.granted(granted.stream().map(h -> new Grant(Long.parseLong(h.lock().id()), h.name(),
                h.lock().epoch(), h.lock().owner(), h, h.isAfterFault(), h.idleSince())).toList());
    }
}
