package dev.mooring.observe.metrics;

import dev.mooring.connection.ConnectionState.Status;
import dev.mooring.connection.socket.OwnedServers;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.protocol.CallSlots;
import dev.mooring.ownership.ClusterView;
import dev.mooring.ownership.Ownership;
import dev.mooring.ownership.lease.LeaseTerm;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What an instance is at this moment; read when it is asked for, nothing is kept. */
final class InstanceGauges implements MeterBinder {

    private final Ownership ownership;
    private final Duration fence;
    private final ClusterView cluster;
    private final OwnedServers servers;
    private final ToolBackends backends;
    private final CallSlots calls;

    InstanceGauges(Ownership ownership, Duration fence, ClusterView cluster, OwnedServers servers,
            ToolBackends backends, CallSlots calls) {
        this.ownership = ownership;
        this.fence = fence;
        this.cluster = cluster;
        this.servers = servers;
        this.backends = backends;
        this.calls = calls;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "mooring.lease.held", null, "1 while this instance holds its lease in Redis, else 0",
                o -> ownership.heart().term() == null ? 0 : 1);
        gauge(registry, "mooring.lease.age", "seconds", "Since the last renewal that was answered was sent; none without a lease",
                o -> leaseAge());
        gauge(registry, "mooring.lease.fence", "seconds", "The age at which every connection is closed (configured)",
                o -> fence.toMillis() / 1000.0);
        gauge(registry, "mooring.instance.draining", null, "1 while this instance takes no servers because it leaves or drains",
                o -> ownership.heart().isLeaving() ? 1 : 0);
        gauge(registry, "mooring.owned", "servers", "Servers that this instance owns",
                o -> ownership.servers().size());
        gauge(registry, "mooring.quota", "servers", "Enabled servers divided by the members, rounded up",
                o -> cluster.quota());
        gauge(registry, "mooring.enabled", "servers", "Enabled servers of the cluster, as last read from PostgreSQL",
                o -> ownership.reconciler().wantedCount());
        gauge(registry, "mooring.cluster.members", null, "Members that servers are placed on, as this instance sees them",
                o -> ownership.heart().snapshot().live().size());
        gauge(registry, "mooring.cluster.leaderships", null, "Names of once-per-cluster routes that this instance leads",
                o -> ownership.leadership().leading());
        gauge(registry, "mooring.quarantined", "servers",
                "Enabled servers that nobody may connect yet, because their silent owner may still be alive",
                o -> cluster.quarantine().stream().mapToInt(ClusterView.Quarantine::servers).sum());
        gauge(registry, "mooring.tool.calls.active", null, "Requests about tools that are in flight",
                o -> calls.inFlight());
        Labels.each(Status.class, status -> status).forEach((status, label) -> gauge(registry, "mooring.connections",
                "connections", "Connections of this instance by status", Tags.of("status", label),
                o -> servers.statuses().getOrDefault(status, 0L)));
        gauge(registry, "mooring.connections", "connections", "Connections of this instance by status",
                Tags.of("status", "stopped"), o -> servers.stopped());
        for (State state : List.of(State.CLOSED, State.HALF_OPEN, State.OPEN)) {
            gauge(registry, "mooring.circuit.breakers", null, "Circuit breakers of MCP services by state",
                    Tags.of("state", Labels.of(state)), o -> backends.breakerStates().getOrDefault(state, 0L));
        }
    }

    private double leaseAge() {
        LeaseTerm term = ownership.heart().term();
        return term == null ? Double.NaN : (fence.toNanos() - term.remainingNanos()) / 1e9;
    }

    private void gauge(MeterRegistry registry, String name, String unit, String description,
            ToDoubleFunction<InstanceGauges> value) {
        gauge(registry, name, unit, description, Tags.empty(), value);
    }

    private void gauge(MeterRegistry registry, String name, String unit, String description, Tags tags,
            ToDoubleFunction<InstanceGauges> value) {
        Gauge.builder(name, this, value).description(description).baseUnit(unit).tags(tags).strongReference(true)
                .register(registry);
    }
}
