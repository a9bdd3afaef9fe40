package dev.mooring.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes in the shape of mcp-protocol and mcp-tools-call, edited while calls go through them without a pause. */
class SwapUnderCallsTest {

    private static final String FRAME = """
            - onException:
                exception:
                  - java.lang.Throwable
                handled:
                  constant: "true"
                steps:
                  - setBody:
                      simple: "failed: ${exception}"
            - route:
                id: frame
                errorHandler:
                  defaultErrorHandler: {}
                from:
                  uri: direct:frame
                  steps:
                    - threads:
                        executorService: pool
                        callerRunsWhenRejected: "false"
                    - to: direct:call
                    - setBody:
                        simple: "%s ${body}"
            """;
    private static final String CALL = """
            - route:
                id: call
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:call
                  steps:
                    - process:
                        ref: tool
                    - to: direct:after
                    - setBody:
                        simple: "%s ${body}"
            - route:
                id: after
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:after
                  steps:
                    - setBody:
                        simple: "after ${body}"
            """;

    @TempDir
    private Path folder;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);
    private final AtomicInteger slowIn = new AtomicInteger();
    private RoutesRig rig;

    @BeforeEach
    void start() throws Exception {
        RoutesRig.write(folder, "frame.camel.yaml", FRAME.formatted("f0"));
        RoutesRig.write(folder, "call.camel.yaml", CALL.formatted("c0"));
        Processor tool = exchange -> {
            if ("slow".equals(exchange.getMessage().getBody())) {
                slowIn.incrementAndGet();
                slowMayEnd.await(30, TimeUnit.SECONDS);
            }
        };
        rig = new RoutesRig(folder, Duration.ofSeconds(30), Map.of("pool", pool, "tool", tool));
    }

    @AfterEach
    void stop() {
        rig.close();
        pool.shutdownNow();
    }

    @Test
    void callInFlight_isAnsweredByTheRoutesItEntered_whileTheNewOnesAnswerOthers() throws Exception {
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> rig.ask("direct:frame", "slow"), pool);
        while (slowIn.get() == 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        rig.write("frame.camel.yaml", FRAME.formatted("f1"));
        rig.write("call.camel.yaml", CALL.formatted("c1"));
        rig.look();
        assertThat(rig.ask("direct:frame", "quick")).isEqualTo("f1 c1 after quick");
        slowMayEnd.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo("f0 c0 after slow");
        assertThat(rig.ask("direct:frame", "quick")).isEqualTo("f1 c1 after quick");
    }

    @Test
    void routesEditedUnderSteadyCalls_failNoCall() throws Exception {
        AtomicBoolean on = new AtomicBoolean(true);
        List<CompletableFuture<List<String>>> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            callers.add(CompletableFuture.supplyAsync(() -> {
                List<String> odd = new ArrayList<>();
                for (int i = 0; on.get() || i < 50; i++) {
                    String answer = rig.ask("direct:frame", "n" + i);
                    if (!answer.matches("f\\d+ c\\d+ after n" + i)) {
                        odd.add(answer);
                    }
                }
                return odd;
            }, pool));
        }
        for (int edit = 1; edit <= 12; edit++) {
            rig.write("frame.camel.yaml", FRAME.formatted("f" + edit));
            rig.write("call.camel.yaml", edit % 4 == 0 ? CALL.formatted("c" + edit).replace("after ${body}", "after ${nonsense}")
                    : CALL.formatted("c" + edit));
            rig.look();
        }
        on.set(false);
        for (CompletableFuture<List<String>> caller : callers) {
            assertThat(caller.get(60, TimeUnit.SECONDS)).isEmpty();
        }
        rig.look();
        assertThat(rig.ask("direct:frame", "last")).isEqualTo("f12 c11 after last");
    }
}
