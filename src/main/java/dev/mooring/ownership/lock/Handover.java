package dev.mooring.ownership.lock;

import dev.mooring.ownership.OwnedConnections;
import dev.mooring.ownership.OwnedConnections.End;
import dev.mooring.ownership.ServerLine;
import dev.mooring.ownership.lease.StoreUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends ownership by will: break before make. The connections are closed first, then the locks are given back, then the
 * others are told.
 */
public final class Handover {

    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private final OwnedConnections connections;
    private final LockProtocol protocol;
    private final Consumer<List<Long>> tell;

    /** @param tell tells the other instances which servers are free now */
    public Handover(OwnedConnections connections, LockProtocol protocol, Consumer<List<Long>> tell) {
        this.connections = connections;
        this.protocol = protocol;
        this.tell = tell;
    }

    /** Ends these holdings; bounded by the connections' drain and the stores' timeouts. */
    public void end(Collection<Holding> holdings, End end) {
        if (holdings.isEmpty()) {
            return;
        }
        List<Long> ids = ids(holdings);
        connections.close(ids, end);
        try {
            if (end == End.LOST) {
                protocol.drop(holdings);
            } else {
                protocol.release(holdings);
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("{} connections are closed, but not all of their locks could be given back yet ({})",
                    holdings.size(), e.getMessage());
        }
        if (end != End.LOST) {
            tell.accept(ids);
        }
        connections.removed(ids);
        holdings.forEach(h -> LOG.info("{} {}", switch (end) {
            case HANDED_OVER -> "handed over";
            case NOT_WANTED -> "lock released, no longer enabled";
            case LOST -> "lock lost";
        }, line(h)));
    }

    static List<Long> ids(Collection<Holding> holdings) {
        return holdings.stream().map(h -> Long.valueOf(h.lock().id())).toList();
    }

    static ServerLine line(Holding holding) {
        Lock lock = holding.lock();
        return new ServerLine(lock.id(), holding.name(), lock.owner(), lock.epoch());
    }
}
