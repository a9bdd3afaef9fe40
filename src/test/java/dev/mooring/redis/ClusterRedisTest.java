package dev.mooring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.ownership.lease.StoreUnavailableException;
import dev.mooring.ownership.lock.Lock;
import dev.mooring.testbed.RedisCluster;
import dev.mooring.testbed.RedisSetup;
import dev.mooring.testbed.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A Cluster of three masters by {@code spring.data.redis.cluster.nodes}, used as the documentation's ACL user. */
class ClusterRedisTest extends RedisContract {

    @Override
    RedisSetup start() {
        RedisCluster cluster = RedisCluster.start(true);
        cluster.nodes().forEach(node -> Documentation.createUser(node, "+cluster|nodes"));
        return cluster;
    }

    @Override
    List<String> properties() {
        return Stream.concat(redis.properties().stream(), Stream.of("spring.data.redis.username=" + Documentation.USER,
                "spring.data.redis.password=" + Documentation.PASSWORD)).toList();
    }

    @Override
    String prefix() {
        return Documentation.PREFIX;
    }

    @Test
    void masterKilled_itsReplicaIsUsed() {
        List<Lock> many = IntStream.range(0, 50).mapToObj(i -> new Lock("s" + i, "a", 1)).toList();
        locks.lock(many);
        RedisCluster cluster = (RedisCluster) redis;
        TestRedis master = cluster.nodes().get(0);
        master.kill();
        try {
            await().atMost(Duration.ofSeconds(60)).ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                    .untilAsserted(() -> assertThat(locks.lock(many)).hasSize(50));
        } finally {
            master.restart();
            Documentation.createUser(master, "+cluster|nodes");   // users are not replicated
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions()
                    .until(() -> master.commands().info("replication").contains("role:slave"));
        }
    }
}
