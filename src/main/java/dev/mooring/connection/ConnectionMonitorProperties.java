package dev.mooring.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Timings of stale detection and recovery, {@code mooring.connection-monitor.*}.
 *
 * @param checkInterval how often stale detection looks
 * @param heartbeatTimeout a state whose LastHeartbeat is older is stale; more than two heartbeat intervals
 * @param reconnectCooldown pause after too many failures in a row, and after a refused token
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
