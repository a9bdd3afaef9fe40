package dev.mooring.mcp;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code mooring.mcp.*}: limits of the MCP bridge.
 *
 * @param toolTimeout how long one tool call may take before it is answered with an error, where its service has no timeout
 *     of its own; 1 s to 10 min
 * @param pageSize tools per page of {@code tools/list}; 1 to 1000
 * @param maxCalls requests about tools that the whole instance may have in flight; those beyond are told to try again; not
 *     below max-calls-per-connection, at most 10000. On Java 17 each call in flight holds up to two threads
 * @param maxCallsPerConnection requests about tools that one connection may have in flight; those beyond are told to
 *     try again; 1 to 1000
 * @param catalogAge how old the list of a server's tools may be before it is read from PostgreSQL again; 0 to 1 min
 */
@ConfigurationProperties("mooring.mcp")
public record McpProperties(
        @DefaultValue("30s") Duration toolTimeout,
        @DefaultValue("100") int pageSize,
        @DefaultValue("32") int maxCallsPerConnection,
        @DefaultValue("512") int maxCalls,
        @DefaultValue("2s") Duration catalogAge) {

    /** @throws IllegalArgumentException naming the value that is out of its range */
    public McpProperties {
        between("tool-timeout", toolTimeout, Duration.ofSeconds(1), Duration.ofMinutes(10));
        between("page-size", pageSize, 1, 1000);
        between("max-calls-per-connection", maxCallsPerConnection, 1, 1000);
        between("max-calls", maxCalls, maxCallsPerConnection, 10_000);
        between("catalog-age", catalogAge, Duration.ZERO, Duration.ofMinutes(1));
    }

    /** The defaults, for tests and tools. */
    public static McpProperties defaults() {
        return new McpProperties(Duration.ofSeconds(30), 100, 32, 512, Duration.ofSeconds(2));
    }

    private static <T extends Comparable<T>> void between(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("mooring.mcp.%s is %s; it must be between %s and %s"
                    .formatted(name, value, least, most));
        }
    }
}
