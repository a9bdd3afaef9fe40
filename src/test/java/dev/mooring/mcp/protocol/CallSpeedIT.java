package dev.mooring.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.mooring.mcp.McpProperties;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * What the bridge adds to a tool call: from the frame to the reply, with a tool that does nothing, a catalogue of 500
 * further tools and 50 connections that call one after the other. Measures and tells (target/call-speed.md); it fails only
 * where calls do.
 */
class CallSpeedIT {

    private static final int CONNECTIONS = 50;
    /** Each connection's; {@code -DargLine=-Dmooring.test.calls=2000} for figures that the compiler has no part in. */
    private static final int CALLS = Integer.getInteger("mooring.test.calls", 200);
    private static final long SERVER_WITH_500_TOOLS = 1500;

    @Test
    void callsOfFiftyConnections_areAllAnswered() throws Exception {
        try (Bridge bridge = new Bridge(McpProperties.defaults(), new RouteBuilder() {
            @Override
            public void configure() {
                from("ai-tool:nothing?description=Does nothing&parameter.a=integer").routeId("nothing").setBody(constant("ok"));
            }
        })) {
            long alone = alone(bridge); // warms up, too
            run(bridge, CALLS);
            OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long cpu = process.getProcessCpuTime();
            long start = System.nanoTime();
            long[] nanos = run(bridge, CALLS);
            cpu = process.getProcessCpuTime() - cpu;
            double seconds = (System.nanoTime() - start) / 1e9;
            Arrays.sort(nanos);
            String told = "%.0f calls/s (%.0f us of processor time each) over %d connections, p50 %.2f ms, p99 %.2f ms; one connection alone: p50 %.3f ms"
                    .formatted(nanos.length / seconds, cpu / 1e3 / nanos.length, CONNECTIONS, nanos[nanos.length / 2] / 1e6,
                            nanos[nanos.length * 99 / 100] / 1e6, alone / 1e6);
            LoggerFactory.getLogger(CallSpeedIT.class).info(told);
            Files.writeString(Path.of("target", "call-speed.md"), told + "\n");
            assertThat(nanos).hasSize(CONNECTIONS * CALLS);
        }
    }

    private static long[] run(Bridge bridge, int calls) throws Exception {
        long[] nanos = new long[CONNECTIONS * calls];
        AtomicInteger next = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(CONNECTIONS);
        for (int c = 0; c < CONNECTIONS; c++) {
            call(bridge, new Recorded(), calls, nanos, next, done);
        }
        assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
        return nanos;
    }

    private static void call(Bridge bridge, Recorded connection, int left, long[] nanos, AtomicInteger next, CountDownLatch done) {
        if (left == 0) {
            done.countDown();
            return;
        }
        long start = System.nanoTime();
        bridge.enter(SERVER_WITH_500_TOOLS, () -> true, connection, Bridge.callFrame(Integer.toString(left), "nothing",
                "{\"a\":1}")).thenAcceptAsync(reply -> {
                    if (reply.contains("\"ok\"")) {
                        nanos[next.getAndIncrement()] = System.nanoTime() - start;
                    }
                    call(bridge, connection, left - 1, nanos, next, done);
                });
    }

    private static long alone(Bridge bridge) throws Exception {
        long[] nanos = new long[2000];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            bridge.send(Bridge.callFrame("1", "nothing", "{\"a\":1}"));
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }
}
