package dev.mooring.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mooring.mcp.McpProperties;
import dev.mooring.ownership.ServerLine;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Lines that users' steps log in the midst of a call, on whatever thread. */
class LogFieldsTest {

    @Test
    void stepOfAToolsRoute_logsWithTheFieldsOfTheServerThatCalls_andTheThreadForgetsThem() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger("told");
        logger.addAppender(lines);
        try (Bridge bridge = new Bridge(McpProperties.defaults(), new RouteBuilder() {
            @Override
            public void configure() {
                from("ai-tool:told?description=Logs").routeId("told").log("here").setBody(constant("ok"));
            }
        })) {
            try (ServerLine.Scope scope = new ServerLine(7L, "Kitchen\n", "host:1:a", 4).scope()) {
                bridge.send(Bridge.callFrame("1", "told", "{}"));
            }
            assertThat(MDC.getCopyOfContextMap()).satisfiesAnyOf(map -> assertThat(map).isNull(),
                    map -> assertThat(map).isEmpty());
            bridge.send(Bridge.callFrame("2", "told", "{}"));
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list).hasSize(2);
        assertThat(lines.list.get(0).getMDCPropertyMap()).containsExactlyInAnyOrderEntriesOf(
                Map.of("serverId", "7", "serverName", "Kitchen ", "instance", "host:1:a", "epoch", "4"));
        assertThat(lines.list.get(1).getMDCPropertyMap()).isEmpty();
    }

    @Test
    void whatATaskLeavesBehind_isNotFoundByTheNext() throws Exception {
        // One thread for both, by a queue: a pool that queues nothing refuses a task while its only thread comes back.
        ExecutorService threads = new CarriedContext(Executors.newSingleThreadExecutor());
        try {
            threads.submit(() -> MDC.put("serverId", "9")).get(10, TimeUnit.SECONDS);
            assertThat(threads.submit(() -> MDC.get("serverId")).get(10, TimeUnit.SECONDS)).isNull();
        } finally {
            threads.shutdownNow();
        }
    }
}
