package dev.mooring.mcp.backend;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code mooring.mcp.*}: how the MCP services are reached.
 *
 * @param stdio services that are programs on this machine
 * @param idleTimeout how long a session with a service that nobody uses is kept open, and with it a program's process; 1 s to
 *     1 day
 * @param syncInterval how often each service's tools are read again, by one of the instances; 10 s to 1 day, or 0 for
 *     never
 * @param circuitBreaker when a service that keeps failing is left alone
 */
@ConfigurationProperties("mooring.mcp")
public record BackendProperties(
        @DefaultValue Stdio stdio,
        @DefaultValue("5m") Duration idleTimeout,
        @DefaultValue("10m") Duration syncInterval,
        @DefaultValue Breaker circuitBreaker) {

    /**
     * {@code mooring.mcp.stdio.*}.
     *
     * @param enabled whether an ADMIN may register programs as services (kind STDIO) and they are run. They run as the user
     *     that runs Mooring and may do whatever it may, so that this is off unless switched on
     */
    public record Stdio(@DefaultValue("false") boolean enabled) {
    }

    /**
     * {@code mooring.mcp.circuit-breaker.*}: of the last {@code calls} calls of a service, when the given share failed
     * because it could not be reached or did not answer, its callers are refused at once for a while; then two calls try
     * it again. A tool that answers with an error is no failure of its service.
     *
     * @param calls of so many last calls to a service (there must have been as many) ...; 2 to 1000
     * @param failureRate ... this share, in percent, got no answer: then the service is left alone ...; 1 to 100
     * @param openFor ... for so long, and its callers are told so at once; 1 s to 1 h
     */
    public record Breaker(@DefaultValue("6") int calls, @DefaultValue("50") int failureRate,
            @DefaultValue("20s") Duration openFor) {
    }

    /** @throws IllegalArgumentException naming the value that is out of its range */
    public BackendProperties {
        between("idle-timeout", idleTimeout, Duration.ofSeconds(1), Duration.ofDays(1));
        if (!syncInterval.isZero()) {
            between("sync-interval", syncInterval, Duration.ofSeconds(10), Duration.ofDays(1));
        }
        between("circuit-breaker.calls", circuitBreaker.calls(), 2, 1000);
        between("circuit-breaker.failure-rate", circuitBreaker.failureRate(), 1, 100);
        between("circuit-breaker.open-for", circuitBreaker.openFor(), Duration.ofSeconds(1), Duration.ofHours(1));
    }

    /** The defaults, for tests and tools. */
    public static BackendProperties defaults() {
        return new BackendProperties(new Stdio(false), Duration.ofMinutes(5), Duration.ofMinutes(10),
                new Breaker(6, 50, Duration.ofSeconds(20)));
    }

    private static <T extends Comparable<T>> void between(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("mooring.mcp.%s is %s; it must be between %s and %s"
                    .formatted(name, value, least, most));
        }
    }
}
