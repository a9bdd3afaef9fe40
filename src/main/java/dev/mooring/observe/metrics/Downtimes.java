package dev.mooring.observe.metrics;

import dev.mooring.ownership.Grant;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How long servers were without a connection, told once they have one again: {@code mooring.connection.downtime}. */
final class Downtimes {

    /**
     * What a server was without its connection for: this instance lost it and has connected again; this instance lost its
     * lease and got the server back; another instance ended uncleanly; another one handed it over, or it was enabled.
     */
    enum Cause { RECONNECT, FENCE, TAKEOVER, PLACEMENT }

    private static final Duration[] BUCKETS =
            Buckets.millis(100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000);

    private record Down(long since, Cause cause) {
    }

    private record Fence(long since, Map<Long, Long> epochs) {
    }

    private final Map<Long, Down> down = new ConcurrentHashMap<>();
    /** Epochs of what is owned. */
    private final Map<Long, Long> epochs = new ConcurrentHashMap<>();
    private volatile Fence fence = new Fence(0, Map.of());
    private final Map<Cause, Timer> timers;

    Downtimes(MeterRegistry registry) {
        timers = Labels.each(Cause.class, cause -> Timer.builder("mooring.connection.downtime")
                .description("From the loss of a server's connection until one is open again, by what it was lost for")
                .tag("cause", cause).serviceLevelObjectives(BUCKETS).register(registry));
    }

    /** Monotonic, on this machine's own clock: another machine's word about the time would count its clock's error too. */
    void granted(Grant grant) {
        epochs.put(grant.serverId(), grant.epoch());
        Long fenced = fence.epochs.get(grant.serverId());
        // the very next epoch: nobody else had it meanwhile
        down.put(grant.serverId(), fenced != null && fenced + 1 == grant.epoch() ? new Down(fence.since, Cause.FENCE)
                : new Down(grant.idleSince(), grant.afterFault() ? Cause.TAKEOVER : Cause.PLACEMENT));
    }

    void lost(long serverId) {
        down.putIfAbsent(serverId, new Down(System.nanoTime(), Cause.RECONNECT));
    }

    void opened(long serverId) {
        Down was = down.remove(serverId);
        if (was != null) {
            timers.get(was.cause).record(System.nanoTime() - was.since, TimeUnit.NANOSECONDS);
        }
    }

    /** Whoever owns them next tells. */
    void forget(Collection<Long> serverIds) {
        serverIds.forEach(down::remove);
        serverIds.forEach(epochs::remove);
    }

    /** All connections were closed; perhaps this instance gets some of the servers back. */
    void fenced() {
        if (!epochs.isEmpty()) { // else what an earlier fence took still waits
            fence = new Fence(System.nanoTime(), Map.copyOf(epochs));
        }
        down.clear();
        epochs.clear();
    }
}
