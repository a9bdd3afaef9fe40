package dev.mooring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.ownership.lease.LeaseStore;
import dev.mooring.ownership.lease.StoreUnavailableException;
import dev.mooring.ownership.redis.RedisLeaseStore;
import dev.mooring.ownership.redis.RedisPipeline;
import dev.mooring.testbed.RedisSentinels;
import dev.mooring.testbed.RedisSetup;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A master and a replica by {@code spring.data.redis.sentinel.*}. */
class SentinelRedisTest extends RedisContract {

    @Override
    RedisSetup start() {
        return RedisSentinels.start();
    }

    /** A paused master is like a host without power: it closes nothing, so TCP alone would wait for minutes. */
    @Test
    void masterFallsSilent_itsSuccessorIsUsed() {
        RedisSentinels sentinels = (RedisSentinels) redis;
        LeaseStore hasty = new RedisLeaseStore(new RedisPipeline(connections, Duration.ofSeconds(1)), keys,
                Duration.ofSeconds(30));
        hasty.join("a", "1");
        sentinels.first().pause();
        try {
            await().atMost(Duration.ofSeconds(60)).ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                    .untilAsserted(() -> assertThat(hasty.beat("a", "2", true, List.of()).members()).contains("a"));
        } finally {
            sentinels.first().resume();
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions()
                    .until(() -> sentinels.first().commands().info("replication").contains("role:slave"));
        }
        assertThat(sentinels.second().commands().get("mcp:instance:a")).isEqualTo("2");
    }
}
