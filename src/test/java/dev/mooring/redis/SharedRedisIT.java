package dev.mooring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.judge.Judge;
import dev.mooring.judge.Verdict;
import dev.mooring.testbed.Api;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.TestPostgres;
import dev.mooring.testbed.TestRedis;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three installations, whose servers have the same numbers, on one Redis: plain, by key prefix and user, by database. */
class SharedRedisIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NAME = "SharedRedisIT";

    private static TestRedis redis;
    private static Judge judge;
    private static final List<Instance> installations = new ArrayList<>();

    @BeforeAll
    static void startThree() {
        redis = TestRedis.start();
        Documentation.createUser(redis);
        judge = Judge.start();
        TestPostgres postgres = TestPostgres.shared();
        installations.add(Instance.start(NAME, postgres.database(), redis.url(), List.of()));
        installations.add(Instance.start(NAME, postgres.database(), "redis://" + Documentation.USER + ":"
                + Documentation.PASSWORD + "@127.0.0.1:" + redis.port(),
                List.of("--mooring.redis.key-prefix=" + Documentation.PREFIX)));
        installations.add(Instance.start(NAME, postgres.database(), redis.url() + "/5", List.of()));
        installations.forEach(Instance::awaitReady);
    }

    @AfterAll
    static void endAll() {
        installations.forEach(Instance::close);
        if (judge != null) {
            judge.close();
        }
        redis.close();
    }

    @Test
    void installations_seeNothingOfEachOther() {
        for (int i = 0; i < installations.size(); i++) {
            Api api = installations.get(i).api();
            judge.want("i" + i, true);
            assertThat(api.create("i" + i, judge.address("i" + i))).isEqualTo(1);
            api.enable(1);
        }
        await().atMost(PATIENCE).until(() -> judge.verdict(0).settled());
        long since = judge.now();
        redis.commands().select(0);
        assertThat(redis.commands().keys("*")).allMatch(key -> key.matches("(shop:)?mcp:.*"))
                .contains("mcp:lock:connection:1", "shop:mcp:lock:connection:1");
        assertThat(redis.commands().scard("mcp:instances")).isEqualTo(1);
        assertThat(redis.commands().scard("shop:mcp:instances")).isEqualTo(1);
        redis.commands().select(5);
        assertThat(redis.commands().scard("mcp:instances")).isEqualTo(1);

        judge.want("i0", false);
        installations.get(0).api().disable(1);   // its hint reaches the third, whose server 1 is another
        redis.commands().publish("mcp:events", "no hint at all");
        await().atMost(PATIENCE).until(() -> judge.verdict(0).settled());
        Verdict verdict = judge.verdict(since);
        assertThat(verdict.handshakes()).as(verdict.toString()).isZero();
        assertThat(verdict.clean()).as(verdict.toString()).isTrue();
        assertThat(denials()).as("what the user of the page was not allowed").isEmpty();
    }

    private static List<Object> denials() {
        return redis.commands().dispatch(CommandType.ACL, new NestedMultiOutput<>(StringCodec.UTF8),
                new CommandArgs<>(StringCodec.UTF8).add("LOG"));
    }
}
