package dev.mooring.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mooring.mcp.McpProperties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One call per service at a time, and results of 600 bytes at most. */
class LimitsTest {

    private static final CountDownLatch entered = new CountDownLatch(1);
    private static final CountDownLatch release = new CountDownLatch(1);
    private static Bridge bridge;

    @BeforeAll
    static void start() throws Exception {
        bridge = new Bridge(McpProperties.defaults(), new ProtocolProperties(1, 600, true), new RouteBuilder() {
            @Override
            public void configure() {
                from("ai-tool:wait?description=Waits").routeId("wait").errorHandler(noErrorHandler()).process(e -> {
                    entered.countDown();
                    release.await();
                });
                from("ai-tool:long?description=Is long").routeId("long").setBody(constant("x".repeat(5000)));
            }
        });
    }

    @AfterAll
    static void stop() throws Exception {
        release.countDown();
        bridge.close();
    }

    @Test
    void callsBeyondWhatAServiceTakes_areRefusedWhateverServerTheyComeFrom() throws Exception {
        CompletableFuture<String> first = bridge.enter(Bridge.callFrame("1", "wait", "{}"));
        entered.await();
        assertThat(bridge.enter(2, () -> true, Bridge.callFrame("2", "long", "{}")).get(10, TimeUnit.SECONDS))
                .contains("-32000", "'routes' is busy", "\"id\":2");
        release.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).contains("\"isError\":false");
        String reply = bridge.send(Bridge.callFrame("3", "long", "{}"));
        assertThat(reply).contains("xxx", "shortened by Mooring", "\"isError\":false");
        assertThat(reply.length()).isLessThan(660);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, max-calls-per-service", "1, 511, max-result-size", "1, -1, max-result-size"})
    void limitsThatCannotWork_areNamed(int calls, int size, String name) {
        assertThatThrownBy(() -> new ProtocolProperties(calls, size, false)).hasMessageContaining("mooring.mcp." + name);
    }
}
