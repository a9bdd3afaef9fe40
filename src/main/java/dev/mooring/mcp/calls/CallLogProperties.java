package dev.mooring.mcp.calls;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code mooring.mcp.*} as far as it concerns the record of calls.
 *
 * @param recordedCalls how many of the last calls of each server are kept, in Redis for a day; 0 to 1000, 0 for none
 * @param recordArguments whether the arguments of recorded calls are kept too: they may be private
 */
@ConfigurationProperties("mooring.mcp")
public record CallLogProperties(@DefaultValue("100") int recordedCalls, @DefaultValue("false") boolean recordArguments) {

    /** @throws IllegalArgumentException naming the value that is out of its range */
    public CallLogProperties {
        if (recordedCalls < 0 || recordedCalls > 1000) {
            throw new IllegalArgumentException("mooring.mcp.recorded-calls is %d; it must be between 0 and 1000"
                    .formatted(recordedCalls));
        }
    }
}
