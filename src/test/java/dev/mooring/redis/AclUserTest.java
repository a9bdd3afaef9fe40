package dev.mooring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mooring.ownership.lease.StoreUnavailableException;
import dev.mooring.ownership.lock.Lock;
import dev.mooring.ownership.redis.RedisKeys;
import dev.mooring.ownership.redis.RedisLockStore;
import dev.mooring.testbed.RedisSetup;
import dev.mooring.testbed.TestRedis;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A user that may do what {@code docs/redis.md} says and no more, for an installation with a key prefix. */
class AclUserTest extends RedisContract {

    @Override
    RedisSetup start() {
        TestRedis standalone = TestRedis.start();
        Documentation.createUser(standalone);
        standalone.commands().select(2);
        standalone.commands().configSet("requirepass", "nobody uses the default user");
        return standalone;
    }

    @Override
    List<String> properties() {
        return List.of("spring.data.redis.url=redis://" + Documentation.USER + ":" + Documentation.PASSWORD
                + "@127.0.0.1:" + ((TestRedis) redis).port() + "/2");
    }

    @Override
    String prefix() {
        return Documentation.PREFIX;
    }

    @Test
    void keysOfAnotherInstallation_areRefusedInRedisOwnWords() {
        RedisLockStore foreign = new RedisLockStore(pipeline, new RedisKeys("other:")::connectionLock);
        assertThatThrownBy(() -> foreign.lock(List.of(new Lock("1", "a", 1))))
                .isInstanceOf(StoreUnavailableException.class).hasMessageStartingWith("NOPERM");
        assertThat(redis.commands().keys("other:*")).isEmpty();
    }
}
