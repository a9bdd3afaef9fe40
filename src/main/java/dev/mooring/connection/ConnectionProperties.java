package dev.mooring.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Timings and limits of the WebSockets, {@code mooring.connection.*}.
 *
 * @param heartbeatInterval how often the states of live connections are written to Redis; more than 0, and less than half
 *     of mooring.connection-monitor.heartbeat-timeout
 * @param connectTimeout longest time for the TCP connect; more than 0
 * @param handshakeTimeout longest time for the TLS handshake, and from its end for that of the WebSocket; more than 0
 * @param closeTimeout longest wait for the TCP close after a close frame; then it is closed hard; more than 0
 * @param drainTimeout longest wait for calls in flight before the close frame; an answer later than this is lost; 0 or more
 * @param reconnectInterval the first attempt to connect again comes after a random part of this, and each further one after a
 *     random part of twice as much as before; more than 0
 * @param maxReconnectInterval longest pause between two attempts; not shorter than reconnect-interval
 * @param maxReconnectAttempts failures in a row after which the status is Failed and the cooldown begins; 1 or more
 * @param cleanCloseDelay shortest pause between the end of one socket and the next one; a self-hosted relay that still
 *     cleans up the old socket would unregister the new one; 0 or more
 * @param stableAfter a connection that was open for as long starts the pauses between attempts over; 0 or more
 * @param pingInterval how often a WebSocket ping is sent; more than 0
 * @param staleAfter a connection without any frame, pongs included, for as long is closed and opened again; more than twice
 *     ping-interval
 * @param verifyAfterMin the earliest moment for opening a connection once more, because nothing has arrived on it since it was
 *     taken over from an instance that crashed or hung; more than 0
 * @param verifyAfterMax the latest moment for that; the one between the two is random; not shorter than verify-after-min
 * @param maxFrameSize bytes of the largest frame and message, and of a request to /mcp; 1024 to 268435456
 * @param maxConnections most WebSockets per instance; 1 or more
 * @param maxHandshakes most handshakes in flight per instance; 1 or more
 * @param maxInFlight most exchanges in flight per connection, further frames wait; 1 or more
 * @param trustCertificate path of a PEM file whose certificates are trusted for wss instead of the JDK's; empty: the JDK's
 */
@ConfigurationProperties("mooring.connection")
public record ConnectionProperties(
        @DefaultValue("30s") Duration heartbeatInterval,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("20s") Duration handshakeTimeout,
        @DefaultValue("300ms") Duration closeTimeout,
        @DefaultValue("500ms") Duration drainTimeout,
        @DefaultValue("1s") Duration reconnectInterval,
        @DefaultValue("30s") Duration maxReconnectInterval,
        @DefaultValue("10") int maxReconnectAttempts,
        @DefaultValue("500ms") Duration cleanCloseDelay,
        @DefaultValue("60s") Duration stableAfter,
        @DefaultValue("20s") Duration pingInterval,
        @DefaultValue("120s") Duration staleAfter,
        @DefaultValue("30s") Duration verifyAfterMin,
        @DefaultValue("50s") Duration verifyAfterMax,
        @DefaultValue("16777216") int maxFrameSize,
        @DefaultValue("20000") int maxConnections,
        @DefaultValue("64") int maxHandshakes,
        @DefaultValue("64") int maxInFlight,
        @DefaultValue("") String trustCertificate) {

    private static final String PREFIX = "mooring.connection.";

    /** @throws IllegalArgumentException naming the property that can't work, its value and what it must be */
    public ConnectionProperties {
        positive("heartbeat-interval", heartbeatInterval);
        positive("connect-timeout", connectTimeout);
        positive("handshake-timeout", handshakeTimeout);
        positive("close-timeout", closeTimeout);
        notNegative("drain-timeout", drainTimeout);
        positive("reconnect-interval", reconnectInterval);
        notNegative("clean-close-delay", cleanCloseDelay);
        notNegative("stable-after", stableAfter);
        positive("ping-interval", pingInterval);
        positive("verify-after-min", verifyAfterMin);
        require(maxReconnectInterval.compareTo(reconnectInterval) >= 0, "max-reconnect-interval", maxReconnectInterval,
                "must not be shorter than " + PREFIX + "reconnect-interval (" + reconnectInterval + ")");
        require(staleAfter.compareTo(pingInterval.multipliedBy(2)) > 0, "stale-after", staleAfter,
                "must be more than twice " + PREFIX + "ping-interval (" + pingInterval + ")");
        require(verifyAfterMax.compareTo(verifyAfterMin) >= 0, "verify-after-max", verifyAfterMax,
                "must not be shorter than " + PREFIX + "verify-after-min (" + verifyAfterMin + ")");
        require(maxReconnectAttempts > 0, "max-reconnect-attempts", maxReconnectAttempts, "must be 1 or more");
        require(maxFrameSize >= 1024 && maxFrameSize <= 256 << 20, "max-frame-size", maxFrameSize,
                "must be 1024 to 268435456 bytes");
        require(maxConnections > 0, "max-connections", maxConnections, "must be 1 or more");
        require(maxHandshakes > 0, "max-handshakes", maxHandshakes, "must be 1 or more");
        require(maxInFlight > 0, "max-in-flight", maxInFlight, "must be 1 or more");
    }

    private static void positive(String name, Duration value) {
        require(!value.isNegative() && !value.isZero(), name, value, "must be longer than 0");
    }

    private static void notNegative(String name, Duration value) {
        require(!value.isNegative(), name, value, "must not be negative");
    }

    private static void require(boolean ok, String name, Object value, String rule) {
        if (!ok) {
            throw new IllegalArgumentException(PREFIX + name + " is " + value + ", but " + rule);
        }
    }
}
