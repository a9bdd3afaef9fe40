package dev.mooring.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.connection.ReconnectReason;
import dev.mooring.ownership.Grant;
import dev.mooring.ownership.OwnedConnections;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DowntimesTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Downtimes downtimes = new Downtimes(registry);
    private final ConnectionMeters listener = new ConnectionMeters(downtimes, registry);
    private final MeteredConnections connections = new MeteredConnections(new Nobody(), downtimes, registry);

    @Test
    void takeover_countsFromTheOwnersLastSignOfLife() {
        Grant grant = grant(7, true, 20);
        connections.granted(List.of(grant));
        listener.reconnecting(grant, ReconnectReason.UNREACHABLE, false);
        listener.opened(grant);
        assertThat(timer("takeover").count()).isEqualTo(1);
        assertThat(timer("takeover").totalTime(TimeUnit.SECONDS)).isBetween(20.0, 25.0);
        assertThat(timer("reconnect").count()).isZero();
    }

    @Test
    void lostConnection_countsOnce_fromTheLossAndNotFromALaterFailedAttempt() {
        Grant grant = grant(7, false, 3);
        connections.granted(List.of(grant));
        listener.opened(grant);
        assertThat(timer("placement").totalTime(TimeUnit.SECONDS)).isBetween(3.0, 8.0);
        listener.reconnecting(grant, ReconnectReason.LOST, true);
        listener.reconnecting(grant, ReconnectReason.UNREACHABLE, false);
        listener.opened(grant);
        listener.opened(grant);
        assertThat(timer("reconnect").count()).isEqualTo(1);
        assertThat(registry.get("mooring.connection.reconnects").tag("reason", "unreachable").counter().count()).isEqualTo(1);
    }

    @Test
    void connectionThatAnotherInstanceTakes_isNotCountedHere() {
        Grant grant = grant(7, false, 3);
        connections.granted(List.of(grant));
        listener.opened(grant);
        listener.reconnecting(grant, ReconnectReason.LOST, true);
        connections.close(List.of(7L), OwnedConnections.End.HANDED_OVER);
        listener.opened(grant);
        assertThat(timer("reconnect").count()).isZero();
        assertThat(registry.get("mooring.ownership.revokes").tag("reason", "handed_over").counter().count()).isEqualTo(1);
    }

    @Test
    void serverThatComesBackAfterAFence_countsFromTheFence_unlessSomebodyElseHadIt() {
        connections.granted(List.of(grant(7, false, 0), grant(8, false, 0)));
        connections.fenced();
        connections.close(List.of(7L, 8L), OwnedConnections.End.LOST);
        connections.granted(List.of(grant(7, 2), grant(8, 3)));
        listener.opened(grant(7, 2));
        listener.opened(grant(8, 3));
        assertThat(timer("fence").count()).isEqualTo(1);
        assertThat(timer("placement").count()).isEqualTo(1);
    }

    private static Grant grant(long id, long epoch) {
        return new Grant(id, "Kitchen", epoch, "host:1:boot", () -> true, false);
    }

    private Timer timer(String cause) {
        return registry.get("mooring.connection.downtime").tag("cause", cause).timer();
    }

    private static Grant grant(long id, boolean afterFault, long secondsAgo) {
        return new Grant(id, "Kitchen", 1, "host:1:boot", () -> true, afterFault,
                System.nanoTime() - TimeUnit.SECONDS.toNanos(secondsAgo));
    }

    private static final class Nobody implements OwnedConnections {
        @Override
        public void granted(List<Grant> grants) {
        }

        @Override
        public void close(Collection<Long> serverIds, End end) {
        }

        @Override
        public void removed(Collection<Long> serverIds) {
        }

        @Override
        public void fenced() {
        }

        @Override
        public void reconnect(Collection<Long> serverIds) {
        }
    }
}
