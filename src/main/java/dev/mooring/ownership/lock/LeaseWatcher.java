package dev.mooring.ownership.lock;

import dev.mooring.ownership.OwnedConnections;
import dev.mooring.ownership.Ownership;
import dev.mooring.ownership.ServerLine;
import dev.mooring.ownership.lease.LeaseListener;
import dev.mooring.ownership.lease.LeaseTerm;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the holdings when something becomes of the lease. */
public final class LeaseWatcher implements LeaseListener {

    /** Holdings of one kind and the protocol that keeps their locks. */
    public record Owned(Holdings holdings, LockProtocol protocol) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatcher.class);

    private final List<Owned> owned;
    private final OwnedConnections connections;
    private final Ownership.Announcer announcer;
    private volatile Consumer<String> ended = id -> { };

    public LeaseWatcher(List<Owned> owned, OwnedConnections connections, Ownership.Announcer announcer) {
        this.owned = owned;
        this.connections = connections;
        this.announcer = announcer;
    }

    /** Has somebody told of the instance id of each term that is over; must not block. */
    public void whenEnded(Consumer<String> listener) {
        ended = listener;
    }

    @Override
    public void begun(LeaseTerm term) {
        LOG.info("lease acquired instance={}", term.instanceId());
        announcer.joined(term.instanceId());
        announcer.wake();
    }

    @Override
    public void gone(LeaseTerm term, long oldDeadline) {
        owned.forEach(o -> o.holdings().all().forEach(holding -> holding.gateAt(oldDeadline)));
    }

    @Override
    public void renewed(LeaseTerm term) {
        for (Owned o : owned) {
            Collection<Holding> waiting = o.holdings().all().stream().filter(Holding::isGated).filter(Holding::isOpen).toList();
            List<Holding> taken = o.protocol().reassert(waiting);
            taken.forEach(Holding::end);
            if (!waiting.isEmpty()) {
                LOG.info("{} locks put back instance={}", waiting.size() - taken.size(), term.instanceId());
                announcer.wake();
            }
        }
    }

    @Override
    public void lost(LeaseTerm term, String why) {
        connections.fenced();
        ended.accept(term.instanceId());
        announcer.wake();
        LOG.warn("lease lost, {}: all connections are closed, starting over under a new id instance={}",
                why, term.instanceId());
        owned.get(0).holdings().all().forEach(holding -> LOG.info("lease lost {}", new ServerLine(
                holding.lock().id(), holding.name(), holding.lock().owner(), holding.lock().epoch())));
    }

    @Override
    public void clusterChanged() {
        announcer.wake();
    }
}
