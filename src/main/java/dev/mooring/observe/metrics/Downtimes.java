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
     * What a server was without its connection for: this instance lost it and has connected again; another instance ended
     * uncleanly; it was handed over by another instance, or enabled.
     */
    enum Cause { RECONNECT, TAKEOVER, PLACEMENT }

    private static final Duration[] BUCKETS =
            Buckets.millis(100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000);

    private record Down(long since, Cause cause) {
    }

    private final Map<Long, Down> down = new ConcurrentHashMap<>();
    private final Map<Cause, Timer> timers;

    Downtimes(MeterRegistry registry) {
        timers = Labels.each(Cause.class, cause -> Timer.builder("mooring.connection.downtime")
                .description("From the loss of a server's connection until one is open again, by what it was lost for")
                .tag("cause", cause).serviceLevelObjectives(BUCKETS).register(registry));
    }

    /** Monotonic, on this machine's own clock: another machine's word about the time would count its clock's error too. */
    void granted(Grant grant) {
        down.put(grant.serverId(), new Down(grant.idleSince(), grant.afterFault() ? Cause.TAKEOVER : Cause.PLACEMENT));
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
    }

    void forgetAll() {
        down.clear();
    }
}
