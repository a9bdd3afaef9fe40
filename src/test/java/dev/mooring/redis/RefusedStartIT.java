package dev.mooring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.testbed.Instance;
import dev.mooring.testbed.TestPostgres;
import dev.mooring.testbed.TestRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A program that cannot use its Redis ends with one sentence: which setting and why, and no secret. */
class RefusedStartIT {

    private static TestRedis redis;
    private static TestPostgres.Database database;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.start();
        redis.commands().configSet("requirepass", "the right one");
        database = TestPostgres.shared().database();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    private static String refusal(String url, String... arguments) {
        try (Instance instance = Instance.start("RefusedStartIT", database, url, List.of(arguments))) {
            await().atMost(Duration.ofSeconds(120)).until(() -> !instance.running());
            assertThat(instance.log()).doesNotContain("\tat ");
            return instance.log();
        }
    }

    @Test
    void wrongPassword_isRefusedByNameAndNotRepeated() {
        assertThat(refusal("redis://:hunter2@127.0.0.1:" + redis.port()))
                .contains("spring.data.redis.url=redis://***@127.0.0.1:" + redis.port()
                        + ": Redis cannot be used (WRONGPASS ").doesNotContain("hunter");
    }

    @Test
    void missingPassword_isRefused() {
        assertThat(refusal(redis.url())).contains("spring.data.redis.url=" + redis.url()
                + ": Redis cannot be used (NOAUTH ");
    }

    @Test
    void nobodyThere_isRefused() {
        assertThat(refusal(null, "--spring.data.redis.sentinel.master=m",
                "--spring.data.redis.sentinel.nodes=127.0.0.1:1"))
                .contains("spring.data.redis.sentinel.nodes=127.0.0.1:1: Redis cannot be used (Connection refused");
    }
}
