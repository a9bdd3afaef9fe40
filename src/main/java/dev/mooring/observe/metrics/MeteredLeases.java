package dev.mooring.observe.metrics;

import dev.mooring.ownership.lease.LeaseStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Times the renewals of the lease, and counts how often it had to be put back. */
final class MeteredLeases implements LeaseStore {

    /** {@code GONE}: Redis answered, and had no lease of ours. */
    enum Outcome { RENEWED, GONE, FAILED }

    private static final Duration[] BUCKETS = Buckets.millis(2, 5, 10, 25, 50, 100, 250, 500, 1000);

    private final LeaseStore leases;
    private final Map<Outcome, Timer> renewals;
    private final Counter reassertions;
    private final StoreTimer join;
    private final StoreTimer leave;

    MeteredLeases(LeaseStore leases, MeterRegistry registry) {
        this.leases = leases;
        renewals = Labels.each(Outcome.class, outcome -> Timer.builder("mooring.lease.renewal")
                .description("Renewals of this instance's lease: one round trip to Redis a beat, whatever is owned")
                .tag("outcome", outcome).serviceLevelObjectives(BUCKETS).register(registry));
        reassertions = Counter.builder("mooring.lease.reassertions")
                .description("How often the lease was gone from Redis before its deadline and was put back: data was lost")
                .register(registry);
        join = new StoreTimer(registry, "redis", "join");
        leave = new StoreTimer(registry, "redis", "leave");
    }

    @Override
    public Reply beat(String instanceId, String lease, boolean member, Collection<String> watched) {
        long start = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            Reply reply = leases.beat(instanceId, lease, member, watched);
            outcome = reply.renewed() ? Outcome.RENEWED : Outcome.GONE;
            return reply;
        } finally {
            renewals.get(outcome).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void newIncarnation() {
        reassertions.increment();
        leases.newIncarnation();
    }

    @Override
    public void join(String instanceId, String lease) {
        join.run(() -> leases.join(instanceId, lease));
    }

    @Override
    public void leave(String instanceId) {
        leave.run(() -> leases.leave(instanceId));
    }

    @Override
    public void remove(Collection<String> instanceIds) {
        leave.run(() -> leases.remove(instanceIds));
    }
}
