package dev.mooring.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.ownership.lock.Lock;
import dev.mooring.testbed.RedisSetup;
import dev.mooring.testbed.TestRedis;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Redis with a password, and a database of one's own in it. */
class PasswordAndDatabaseTest extends RedisContract {

    private static final String PASSWORD = "correct:horse/battery@staple";

    @Override
    RedisSetup start() {
        TestRedis standalone = TestRedis.start();
        standalone.commands().configSet("requirepass", PASSWORD);
        standalone.commands().select(3);
        return standalone;
    }

    @Override
    List<String> properties() {
        return List.of("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + ((TestRedis) redis).port(),
                "spring.data.redis.password=" + PASSWORD, "spring.data.redis.database=3");
    }

    @Test
    void database_keepsTwoInstallationsApart() {
        TestRedis standalone = (TestRedis) redis;
        standalone.commands().select(0);
        standalone.commands().set("mcp:lock:connection:1", "b|9");
        standalone.commands().select(3);
        assertThat(locks.lock(List.of(new Lock("1", "a", 1)))).containsExactly("1");
        assertThat(standalone.commands().keys("*")).containsExactly("mcp:lock:connection:1");
    }
}
