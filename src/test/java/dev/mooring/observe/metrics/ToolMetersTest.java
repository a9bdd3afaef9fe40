package dev.mooring.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.mcp.calls.CallRecord;
import dev.mooring.mcp.calls.CallRecord.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ToolMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void servicesBeyondTheLimit_shareOneLabel() {
        ToolMeters meters = new ToolMeters(registry, 3);
        int before = registry.getMeters().size();
        for (int i = 0; i < 1000; i++) {
            meters.called(call("service-" + i % 500, Outcome.OK));
        }
        assertThat(registry.getMeters()).hasSize(4 * before);
        assertThat(calls("service-0", "ok")).isEqualTo(2);
        assertThat(calls("other", "ok")).isEqualTo(1000 - 3 * 2);
    }

    @Test
    void outcomes_areCountedApart_andWhatWasNotBegunHasNoDuration() {
        ToolMeters meters = new ToolMeters(registry, 3);
        for (Outcome outcome : Outcome.values()) {
            meters.called(call("weather", outcome));
        }
        assertThat(calls("weather", "refused")).isEqualTo(1);
        assertThat(calls("weather", "failed")).isEqualTo(1);
        assertThat(registry.get("mooring.tool.call.duration").tag("mcp.service", "weather").timer().count()).isEqualTo(4);
        assertThat(registry.get("mooring.tool.call.duration").tag("mcp.service", "weather").timer()
                .totalTime(TimeUnit.MILLISECONDS)).isEqualTo(4 * 40);
    }

    @Test
    void nameOfAService_isCutAndMadePrintable() {
        new ToolMeters(registry, 3).called(call("a\nb" + "x".repeat(300), Outcome.OK));
        assertThat(registry.find("mooring.tool.calls").counters()).extracting(counter -> counter.getId().getTag("mcp.service"))
                .allMatch(name -> name.equals("other") || name.startsWith("a b") && name.length() <= 61);
    }

    private double calls(String service, String outcome) {
        return registry.get("mooring.tool.calls").tags("mcp.service", service, "outcome", outcome).counter().count();
    }

    private static CallRecord call(String service, Outcome outcome) {
        return new CallRecord(Instant.EPOCH, "tool", service, 40, outcome, "websocket", null, null);
    }
}
