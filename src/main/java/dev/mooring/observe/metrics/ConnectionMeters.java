package dev.mooring.observe.metrics;

import dev.mooring.connection.ConnectionListener;
import dev.mooring.connection.ReconnectReason;
import dev.mooring.ownership.Grant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;

/** Counts reconnects and frames. */
final class ConnectionMeters implements ConnectionListener {

    private final Downtimes downtimes;
    private final Map<ReconnectReason, Counter> reconnects;
    private final Counter in;
    private final Counter out;

    ConnectionMeters(Downtimes downtimes, MeterRegistry registry) {
        this.downtimes = downtimes;
        reconnects = Labels.each(ReconnectReason.class, reason -> Counter.builder("mooring.connection.reconnects")
                .description("Further attempts to connect that became necessary, by what made them so")
                .tag("reason", reason).register(registry));
        in = frames(registry, "in");
        out = frames(registry, "out");
    }

    private static Counter frames(MeterRegistry registry, String direction) {
        return Counter.builder("mooring.connection.frames")
                .description("Text frames that came in from the endpoints, and that went out to them")
                .tag("direction", direction).register(registry);
    }

    @Override
    public void opened(Grant grant) {
        downtimes.opened(grant.serverId());
    }

    @Override
    public void reconnecting(Grant grant, ReconnectReason reason, boolean wasOpen) {
        reconnects.get(reason).increment();
        if (wasOpen) {
            downtimes.lost(grant.serverId());
        }
    }

    @Override
    public void frameIn() {
        in.increment();
    }

    @Override
    public void frameOut() {
        out.increment();
    }
}
