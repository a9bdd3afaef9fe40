package dev.mooring.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mooring.connection.Conversation;
import dev.mooring.mcp.McpProperties;
import dev.mooring.tracing.RecordedTraces;
import dev.mooring.tracing.Traces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is traced of frames that enter as those of the HTTP face do. */
class CallTracesTest {

    private static Bridge bridge;
    private static FrameEntry frames;

    /** Nobody listens. */
    private record Nobody() implements Conversation {
        @Override
        public boolean send(String frame) {
            return false;
        }

        @Override
        public <T> T memory(Class<T> type, Supplier<T> first) {
            return first.get();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        bridge = new Bridge(McpProperties.defaults(), new RouteBuilder() {
            @Override
            public void configure() {
                from("ai-tool:fine?description=Works&parameter.city=string").routeId("fine").log("here")
                        .setBody(constant("ok"));
                from("ai-tool:broken?description=Breaks").routeId("broken")
                        .throwException(new IllegalArgumentException("no such city"));
            }
        });
        frames = new FrameEntry(() -> bridge.context);
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    private static String enter(String frame) throws Exception {
        return frames.enter(7, "Kitchen", new Nobody(), frame).get(30, TimeUnit.SECONDS);
    }

    @Test
    void call_isOneTraceFromTheFrameToItsAnswer_withoutArgumentsAndResult() throws Exception {
        try (RecordedTraces traces = new RecordedTraces()) {
            enter(Bridge.callFrame("1", "fine", "{\"city\":\"Paris\"}"));
            SpanData frame = traces.span("tools/call fine");
            SpanData tool = traces.span("tool fine");
            SpanData backend = traces.span("backend route");
            SpanData answer = traces.span("answer");
            assertThat(traces.spans).extracting(SpanData::getTraceId).containsOnly(frame.getTraceId());
            assertThat(tool.getParentSpanId()).isEqualTo(frame.getSpanId());
            assertThat(answer.getParentSpanId()).isEqualTo(frame.getSpanId());
            assertThat(backend.getParentSpanId()).isEqualTo(tool.getSpanId());
            assertThat(frame.getAttributes().get(AttributeKey.stringKey("mooring.server.id"))).isEqualTo("7");
            assertThat(frame.getAttributes().get(AttributeKey.stringKey("mcp.method.name"))).isEqualTo("tools/call");
            assertThat(frame.getAttributes().get(AttributeKey.stringKey("gen_ai.tool.name"))).isEqualTo("fine");
            assertThat(frame.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertThat(traces.spans.toString()).doesNotContain("Paris");
        }
    }

    @Test
    void failure_marksTheToolAndTheCall() throws Exception {
        try (RecordedTraces traces = new RecordedTraces()) {
            enter(Bridge.callFrame("1", "broken", "{}"));
            assertThat(traces.span("tools/call broken").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(traces.span("tool broken").getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo("FAILED");
            traces.spans.clear();
            enter(Bridge.callFrame("2", "unknown", "{}"));
            assertThat(traces.span("tools/call").getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo("-32602");
            assertThat(traces.spans.toString()).doesNotContain("no such city");
        }
    }

    @Test
    void otherFrames_areNotTraced_norIsAnythingWhileItIsOff() throws Exception {
        try (RecordedTraces traces = new RecordedTraces()) {
            enter("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
            assertThat(traces.spans).isEmpty();
        }
        assertThat(Traces.areOn()).isFalse();
        assertThat(enter(Bridge.callFrame("1", "fine", "{}"))).contains("ok");
    }

    @Test
    void linesOfACall_carryItsTrace() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger("fine");
        logger.addAppender(lines);
        try (RecordedTraces traces = new RecordedTraces()) {
            enter(Bridge.callFrame("1", "fine", "{}"));
            assertThat(lines.list).singleElement().satisfies(line -> assertThat(line.getMDCPropertyMap())
                    .containsEntry("traceId", traces.span("tools/call fine").getTraceId()).containsEntry("serverId", "7"));
        } finally {
            logger.detachAppender(lines);
        }
    }
}
