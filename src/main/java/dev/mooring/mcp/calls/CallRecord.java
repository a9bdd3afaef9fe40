package dev.mooring.mcp.calls;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * One call of a tool.
 *
 * @param time when it ended
 * @param tool the name that the caller used
 * @param over {@code websocket} or {@code http}
 * @param instanceId who worked on it; null until the record is stored
 * @param arguments JSON, cut after 2,000 characters; null unless they are recorded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CallRecord(Instant time, String tool, String service, long durationMs, Outcome outcome, String over,
        String instanceId, String arguments) {

    /**
     * How it ended: with a result; with one that says {@code isError}; without one, because the service did not answer as
     * it should; called off by the caller; not begun, because of its arguments or of too many others.
     */
    public enum Outcome { OK, ERROR, FAILED, CANCELLED, REFUSED }

    CallRecord by(String instance) {
        return new CallRecord(time, tool, service, durationMs, outcome, over, instance, arguments);
    }
}
