package dev.mooring.tracing;

import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Has this process trace into memory until it is closed. */
public final class RecordedTraces implements AutoCloseable {

    public final List<SpanData> spans = new CopyOnWriteArrayList<>();
    private final OtlpTraces traces = OtlpTraces.to(SimpleSpanProcessor.create(new SpanExporter() {
        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }));

    /** The span of this name, of which there is one, as soon as it has ended. */
    public SpanData span(String name) {
        await().until(() -> spans.stream().anyMatch(span -> span.getName().equals(name)));
        List<SpanData> found = spans.stream().filter(span -> span.getName().equals(name)).toList();
        if (found.size() != 1) {
            throw new AssertionError("wanted one span " + name + " of " + spans);
        }
        return found.get(0);
    }

    @Override
    public void close() {
        traces.close();
    }
}
