package dev.mooring.observe.metrics;

import dev.mooring.mcp.calls.CallListener;
import dev.mooring.mcp.calls.CallRecord;
import dev.mooring.mcp.calls.CallRecord.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts and times calls of tools by service. Users name services, and make as many as they like: the first so many that
 * are called have a label of their own, the others share {@value #OTHER}.
 */
final class ToolMeters implements CallListener {

    static final String OTHER = "other";
    private static final int LONGEST_NAME = 60;
    private static final Duration[] BUCKETS =
            Buckets.millis(10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000, 30_000, 60_000);

    private record Meters(Map<Outcome, Counter> calls, Timer duration) {
    }

    private final MeterRegistry registry;
    private final int most;
    private final Meters others;
    private volatile Map<String, Meters> named = Map.of();

    ToolMeters(MeterRegistry registry, int mostNamed) {
        this.registry = registry;
        this.most = mostNamed;
        this.others = meters(OTHER);
    }

    @Override
    public void called(CallRecord call) {
        Meters meters = named.get(call.service());
        if (meters == null) {
            meters = first(call.service());
        }
        meters.calls.get(call.outcome()).increment();
        if (call.outcome() != Outcome.REFUSED) {
            meters.duration.record(call.durationMs(), TimeUnit.MILLISECONDS);
        }
    }

    private Meters first(String service) {
        if (named.size() >= most) {
            return others;
        }
        synchronized (this) {
            Map<String, Meters> more = new HashMap<>(named);
            if (!more.containsKey(service) && more.size() >= most) {
                return others;
            }
            Meters meters = more.computeIfAbsent(service, this::meters);
            named = Map.copyOf(more);
            return meters;
        }
    }

    /** Only what is printable: a name is a user's text. */
    private Meters meters(String service) {
        String label = service.replaceAll("\\p{Cntrl}", " ");
        String cut = label.length() > LONGEST_NAME ? label.substring(0, LONGEST_NAME) + "…" : label;
        return new Meters(
                Labels.each(Outcome.class, outcome -> Counter.builder("mooring.tool.calls")
                        .description("Calls of tools by servers' peers; error: the tool said isError, failed: no result,"
                                + " refused: not begun")
                        .tag("mcp.service", cut).tag("outcome", outcome).register(registry)),
                Timer.builder("mooring.tool.call.duration")
                        .description("How long calls of tools took that were begun, whatever their outcome")
                        .tag("mcp.service", cut).serviceLevelObjectives(BUCKETS).register(registry));
    }
}
