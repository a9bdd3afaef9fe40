package dev.mooring.tracing;

import dev.mooring.ownership.ServerLine;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.MDC;

/** The spans of one frame. Contexts are passed on by hand, because a call changes its thread more than once. */
final class OtlpFrame implements FrameTrace {

    private final Tracer tracer;
    private final ServerLine server;
    private final String way;
    private final Instant received = Instant.now();
    private volatile Span frame;
    private volatile Span answer;

    OtlpFrame(Tracer tracer, ServerLine server, String way) {
        this.tracer = tracer;
        this.server = server;
        this.way = way;
    }

    @Override
    public void begin(String method) {
        if (!method.equals("tools/call") || frame != null) {
            return;
        }
        SpanBuilder span = tracer.spanBuilder(method).setSpanKind(SpanKind.SERVER).setNoParent().setStartTimestamp(received)
                .setAttribute("mcp.method.name", method)
                .setAttribute("mooring.server.id", String.valueOf(server.serverId()))
                .setAttribute("mooring.server.name", server.printableName())
                .setAttribute("mooring.way", way);
        if (server.instanceId() != null) {
            span.setAttribute("mooring.instance", server.instanceId()).setAttribute("mooring.epoch", server.epoch());
        }
        frame = span.startSpan();
        MDC.put("traceId", frame.getSpanContext().getTraceId());
        MDC.put("spanId", frame.getSpanContext().getSpanId());
    }

    @Override
    public CallStep tool(String tool, String service) {
        Span parent = frame;
        if (parent == null) {
            return CallStep.NONE;
        }
        parent.updateName("tools/call " + tool).setAttribute("gen_ai.tool.name", tool);
        return new Step(child(parent, "tool " + tool, SpanKind.INTERNAL).setAttribute("gen_ai.tool.name", tool)
                .setAttribute("mooring.service", service));
    }

    @Override
    public void failed(String type) {
        Span span = frame;
        if (span != null) {
            mark(span, type);
        }
    }

    @Override
    public void answering() {
        Span parent = frame;
        if (parent != null) {
            answer = child(parent, "answer", SpanKind.INTERNAL);
        }
    }

    @Override
    public void end() {
        if (answer != null) {
            answer.end();
        }
        if (frame != null) {
            frame.end();
        }
    }

    private Span child(Span parent, String name, SpanKind kind) {
        return tracer.spanBuilder(name).setParent(Context.root().with(parent)).setSpanKind(kind).startSpan();
    }

    private static void mark(Span span, String type) {
        span.setStatus(StatusCode.ERROR).setAttribute("error.type", type);
    }

    /** A part, whose failure is the call's. */
    private final class Step implements CallStep {

        private final Span span;

        Step(Span span) {
            this.span = span;
        }

        @Override
        public CallStep request(String method) {
            return new Step(child(span, "backend " + method, SpanKind.CLIENT).setAttribute("mcp.method.name", method));
        }

        @Override
        public String traceparent() {
            Map<String, String> headers = new HashMap<>();
            W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), headers, Map::put);
            return headers.get("traceparent");
        }

        @Override
        public void failed(String type) {
            mark(span, type);
            OtlpFrame.this.failed(type);
        }

        @Override
        public void close() {
            span.end();
        }
    }
}
