package dev.mooring.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.mcp.McpProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {

    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}";
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private Bridge bridge;

    @BeforeEach
    void start() throws Exception {
        bridge = new Bridge(new McpProperties(Duration.ofSeconds(5), 100, 4, 6, Duration.ofSeconds(2)), new RouteBuilder() {
            @Override
            public void configure() {
                from("ai-tool:wait?description=Waits").routeId("wait").errorHandler(noErrorHandler()).process(e -> release.await());
                from("ai-tool:hang?description=Hangs").routeId("hang").errorHandler(noErrorHandler()).process(e -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException stopped) {
                        interrupted.set(true);
                        throw stopped;
                    }
                });
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        bridge.close();
    }

    @Test
    void slowTool_doesNotHoldUpThePingBehindIt() throws Exception {
        CompletableFuture<String> slow = bridge.enter(Bridge.callFrame("1", "wait", "{}"));
        CompletableFuture<String> ping = bridge.enter(PING);
        assertThat(ping).as("answered before enter returned").isDone();
        assertThat(slow).isNotDone();
        release.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS)).contains("\"id\":1", "\"isError\":false");
    }

    @Test
    void callsBeyondTheLimit_areRefusedAtOnceAndOthersGoOn() throws Exception {
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(bridge.enter(Bridge.callFrame("1", "wait", "{}")));
        }
        assertThat(bridge.enter(Bridge.callFrame("9", "wait", "{}")).getNow("none"))
                .contains("-32000", "4 requests", "\"id\":9");
        assertThat(bridge.enter(PING)).isDone();
        for (int i = 0; i < 2; i++) {
            waiting.add(bridge.enter(2, () -> true, Bridge.callFrame("1", "wait", "{}")));
        }
        assertThat(bridge.enter(2, () -> true, Bridge.callFrame("9", "wait", "{}")).getNow("none")).contains("-32000", "busy");
        release.countDown();
        for (CompletableFuture<String> call : waiting) {
            assertThat(call.get(10, TimeUnit.SECONDS)).contains("\"isError\":false");
        }
        await().untilAsserted(() -> assertThat(bridge.slots.inFlight()).isZero());
        assertThat(bridge.send(Bridge.callFrame("1", "wait", "{}"))).contains("\"isError\":false");
    }

    @Test
    void hangingTool_isInterruptedAndAnsweredAtTheTimeout() throws Exception {
        assertThat(bridge.call("hang", "{}").at("/content/0/text").textValue())
                .isEqualTo("The tool 'hang' did not answer within 5 s");
        await().untilTrue(interrupted);
    }

    @Test
    void framesOfOneConnection_areAnsweredInOrderWhereTheyAnswerFast() {
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            int n = i;
            bridge.enter("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"ping\"}".formatted(n))
                    .thenAccept(reply -> order.append(n).append(' '));
        }
        assertThat(order.toString()).startsWith("0 1 2 3 ").endsWith("48 49 ");
    }
}
