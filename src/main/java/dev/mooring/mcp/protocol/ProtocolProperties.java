package dev.mooring.mcp.protocol;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code mooring.mcp.*}: what callers are given, beside {@link dev.mooring.mcp.McpProperties}.
 *
 * @param maxCallsPerService tool calls that one service may have in flight on this instance; those beyond are told to try
 *     again; 1 to 10000
 * @param maxResultSize how many bytes a tool's result may have as JSON; a larger one is shortened, and its text says so.
 *     0 for no limit, else 512 or more. XiaoZhi devices drop the link on results over 8192
 * @param joinText whether a result's texts become one: XiaoZhi's self-hosted server reads the first only
 */
@ConfigurationProperties("mooring.mcp")
public record ProtocolProperties(
        @DefaultValue("128") int maxCallsPerService,
        @DefaultValue("0") int maxResultSize,
        @DefaultValue("false") boolean joinText) {

    static final int LEAST_RESULT = 512;

    /** @throws IllegalArgumentException naming the value that is out of its range */
    public ProtocolProperties {
        if (maxCallsPerService < 1 || maxCallsPerService > 10_000) {
            throw new IllegalArgumentException("mooring.mcp.max-calls-per-service is %d; it must be between 1 and 10000"
                    .formatted(maxCallsPerService));
        }
        if (maxResultSize != 0 && maxResultSize < LEAST_RESULT) {
            throw new IllegalArgumentException("mooring.mcp.max-result-size is %d; it must be 0 (no limit) or at least %d"
                    .formatted(maxResultSize, LEAST_RESULT));
        }
    }

    /** The defaults, for tests and tools. */
    public static ProtocolProperties defaults() {
        return new ProtocolProperties(128, 0, false);
    }
}
