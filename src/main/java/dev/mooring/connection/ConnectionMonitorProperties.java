package dev.mooring.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Timings of stale detection and recovery, {@code mooring.connection-monitor.*}.
 *
 * @param checkInterval how often stale connections are looked for, by one of the instances; more than 0
 * @param heartbeatTimeout a connection state whose LastHeartbeat is older is stale: it is cleared, and the server connected
 *     anew; more than twice mooring.connection.heartbeat-interval
 * @param reconnectCooldown how long a server is left alone after mooring.connection.max-reconnect-attempts failures in a
 *     row, and after a refused token; more than 0
 */
@ConfigurationProperties("mooring.connection-monitor")
public record ConnectionMonitorProperties(
        @DefaultValue("30s") Duration checkInterval,
        @DefaultValue("90s") Duration heartbeatTimeout,
        @DefaultValue("60s") Duration reconnectCooldown) {

    /** @throws IllegalArgumentException naming the property that can't work, its value and what it must be */
    public ConnectionMonitorProperties {
        positive("check-interval", checkInterval);
        positive("heartbeat-timeout", heartbeatTimeout);
        positive("reconnect-cooldown", reconnectCooldown);
    }

    /** @throws IllegalArgumentException unless the heartbeat timeout leaves room for a lost heartbeat */
    public void checkAgainst(ConnectionProperties connection) {
        if (heartbeatTimeout.compareTo(connection.heartbeatInterval().multipliedBy(2)) <= 0) {
            throw new IllegalArgumentException("mooring.connection-monitor.heartbeat-timeout is " + heartbeatTimeout
                    + ", but must be more than twice mooring.connection.heartbeat-interval ("
                    + connection.heartbeatInterval() + ")");
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    "mooring.connection-monitor." + name + " is " + value + ", but must be longer than 0");
        }
    }
}
