package dev.mooring.tracing;

import dev.mooring.ownership.ServerLine;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.concurrent.TimeUnit;

/** Traces that go to a collector, in batches, on a thread of their own; what it does not take in time is dropped. */
final class OtlpTraces implements Traces.Recorder, AutoCloseable {

    private static final int CLOSE_SECONDS = 2;

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private OtlpTraces(SpanProcessor spans, double sampling) {
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(
                        Attributes.of(AttributeKey.stringKey("service.name"), "mooring"))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampling)))
                .addSpanProcessor(spans).build();
        tracer = provider.get("dev.mooring");
        Traces.use(this);
    }

    static OtlpTraces to(TracingProperties properties) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder().setEndpoint(properties.endpoint())
                .setTimeout(properties.timeout());
        properties.headers().forEach(exporter::addHeader);
        return new OtlpTraces(BatchSpanProcessor.builder(exporter.build()).build(), properties.sampling());
    }

    /** All calls, to somebody else. */
    static OtlpTraces to(SpanProcessor spans) {
        return new OtlpTraces(spans, 1);
    }

    @Override
    public FrameTrace frame(ServerLine server, String way) {
        return new OtlpFrame(tracer, server, way);
    }

    /** Delivers what is left, if the collector takes it within 2 s. */
    @Override
    public void close() {
        Traces.use(null);
        provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
