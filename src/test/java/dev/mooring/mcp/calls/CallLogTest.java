package dev.mooring.mcp.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.calls.CallRecord.Outcome;
import dev.mooring.ownership.redis.RedisPipeline;
import dev.mooring.testbed.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The record of calls in a real Redis. */
class CallLogTest {

    private TestRedis redis;
    private LettuceConnectionFactory factory;
    private RedisCalls store;

    @BeforeEach
    void start() {
        redis = TestRedis.start();
        factory = new LettuceConnectionFactory("127.0.0.1", redis.port());
        factory.afterPropertiesSet();
        factory.start();
        store = new RedisCalls(new RedisPipeline(factory, Duration.ofSeconds(1)), "shop:");
    }

    @AfterEach
    void stop() {
        factory.destroy();
        redis.close();
    }

    private CallLog log(String instance, boolean arguments) {
        return new CallLog(store, () -> instance, new ObjectMapper(), new CallLogProperties(3, arguments));
    }

    private static CallRecord call(String tool, String arguments) {
        return new CallRecord(Instant.parse("2026-01-02T03:04:05.678Z"), tool, "s", 7, Outcome.OK, "websocket", null, arguments);
    }

    @Test
    void callsOfTwoInstances_areReadByEach_theNewestFirstAndNoMoreThanAreKept() {
        try (CallLog one = log("one", false); CallLog two = log("two", false)) {
            one.add(1, call("a", null));
            one.add(1, call("b", null));
            one.add(2, call("other", null));
            await().until(() -> store.read(1).size() == 2);
            two.add(1, call("c", null));
            two.add(1, call("d", null));
            await().untilAsserted(() -> assertThat(two.show(1, 0, 0, 50).items()).extracting(CallRecord::tool)
                    .containsExactly("d", "c", "b"));
            assertThat(store.read(1)).extracting(CallRecord::instanceId).containsExactly("two", "two", "one");
            assertThat(store.read(1).get(0)).isEqualTo(call("d", null).by("two"));
            assertThat(redis.commands().ttl("shop:mcp:calls:1")).isBetween(86_000L, 86_400L);
        }
    }

    @Test
    void manyCallsWithinASecond_keepTheNewest() {
        try (CallLog log = log("one", false)) {
            for (int i = 0; i < 10_000; i++) {
                log.add(1, call("t" + i, null));
            }
            await().untilAsserted(() -> assertThat(store.read(1)).extracting(CallRecord::tool)
                    .containsExactly("t9999", "t9998", "t9997"));
        }
    }

    @Test
    void arguments_areRecordedOnlyWhereThatIsSwitchedOn() {
        try (CallLog without = log("one", false); CallLog with = log("one", true)) {
            assertThat(without.recorded(Map.of("a", 1))).isNull();
            assertThat(with.recorded(Map.of("a", 1))).isEqualTo("{\"a\":1}");
            assertThat(with.recorded(Map.of("a", "x".repeat(5000)))).hasSize(2001);
        }
    }

    @Test
    void redisAway_costsRecordsAndNothingElse() {
        try (CallLog log = log("one", false)) {
            redis.kill();
            log.add(1, call("lost", null));
            log.flush();
            redis.restart();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                log.add(1, call("kept", null));
                assertThat(store.read(1)).extracting(CallRecord::tool).contains("kept");
            });
        }
    }
}
