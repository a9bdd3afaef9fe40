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
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One Redis by {@code spring.data.redis.url}, and what it says when it refuses. */
class StandaloneRedisTest extends RedisContract {

    @Override
    RedisSetup start() {
        return TestRedis.start();
    }

    @Test
    void prefix_keepsTwoInstallationsApart() {
        RedisLockStore other = new RedisLockStore(pipeline, new RedisKeys("two:")::connectionLock);
        locks.lock(List.of(new Lock("1", "a", 5)));
        assertThat(other.lock(List.of(new Lock("1", "b", 1)))).containsExactly("1");
        assertThat(Set.copyOf(redis.commands().keys("*"))).containsExactlyInAnyOrder("mcp:lock:connection:1",
                "two:mcp:lock:connection:1");
    }

    @Test
    void redisThatIsAReplica_isToldInItsOwnWords() {
        TestRedis standalone = (TestRedis) redis;
        standalone.commands().replicaof("127.0.0.1", 1);
        try {
            assertThatThrownBy(() -> leases.leave("a")).isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("READONLY You can't write against a read only replica");
        } finally {
            standalone.commands().replicaofNoOne();
        }
    }

    @Test
    void redisThatIsFull_isToldInItsOwnWords() {
        TestRedis standalone = (TestRedis) redis;
        standalone.commands().configSet("maxmemory", "1");
        try {
            assertThatThrownBy(() -> locks.lock(List.of(new Lock("1", "a", 1))))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("OOM command not allowed when used memory > 'maxmemory'");
        } finally {
            standalone.commands().configSet("maxmemory", "0");
        }
    }
}
