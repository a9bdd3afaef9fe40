package dev.mooring.ownership.lease;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * The value of {@code mcp:instance:{instanceId}}.
 *
 * @param beat raised by each renewal: a value that stands still is what others judge an instance by
 * @param address where the instance's REST API listens
 */
public record LeaseValue(
        @JsonProperty("Beat") long beat,
        @JsonProperty("StartTime") Instant startTime,
        @JsonProperty("Address") String address,
        @JsonProperty("Owned") int owned) {
}
