package dev.mooring.observe.metrics;

import dev.mooring.ownership.Grant;
import dev.mooring.ownership.OwnedConnections;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Counts what ownership has done to the connections. */
final class MeteredConnections implements OwnedConnections {

    private final OwnedConnections connections;
    private final Downtimes downtimes;
    private final Counter granted;
    private final Counter taken;
    private final Map<End, Counter> ended;
    private final Counter fences;

    MeteredConnections(OwnedConnections connections, Downtimes downtimes, MeterRegistry registry) {
        this.connections = connections;
        this.downtimes = downtimes;
        granted = grants(registry, "release");
        taken = grants(registry, "fault");
        ended = Labels.each(End.class, reason -> Counter.builder("mooring.ownership.revokes")
                .description("Servers whose lock this instance has no more, by the reason; handed_over are the handovers")
                .tag("reason", reason).register(registry));
        fences = Counter.builder("mooring.lease.fences")
                .description("How often this instance lost its lease and closed all of its connections")
                .register(registry);
    }

    private static Counter grants(MeterRegistry registry, String after) {
        return Counter.builder("mooring.ownership.grants")
                .description("Servers whose lock this instance got: free ones, or those of an instance that ended uncleanly")
                .tag("after", after).register(registry);
    }

    @Override
    public void granted(List<Grant> grants) {
        grants.forEach(grant -> {
            (grant.afterFault() ? taken : granted).increment();
            downtimes.granted(grant);
        });
        connections.granted(grants);
    }

    @Override
    public void close(Collection<Long> serverIds, End end) {
        ended.get(end).increment(serverIds.size());
        connections.close(serverIds, end);
        downtimes.forget(serverIds);
    }

    @Override
    public void removed(Collection<Long> serverIds) {
        connections.removed(serverIds);
    }

    @Override
    public void fenced() {
        connections.fenced(); // first: sockets must be closed now
        fences.increment();
        downtimes.fenced();
    }

    @Override
    public void reconnect(Collection<Long> serverIds) {
        connections.reconnect(serverIds);
    }
}
