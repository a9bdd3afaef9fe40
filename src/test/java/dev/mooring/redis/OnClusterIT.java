package dev.mooring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.judge.Verdict;
import dev.mooring.testbed.RedisCluster;
import dev.mooring.testbed.Snapshot;
import dev.mooring.testbed.TestRedis;
import dev.mooring.testbed.Testbed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two instances on a Cluster of three masters. */
class OnClusterIT {

    private static RedisCluster redis;

    @RegisterExtension
    static final Testbed bed = new Testbed(2, () -> redis = RedisCluster.start(true),
            List.of("--mooring.ownership.verify-interval=2s"));

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void ownerKilledAndThenAMasterOfRedis_everyServerIsConnectedByOne() {
        Map<String, Long> servers = bed.enable("c", 8);
        bed.balance(0, PATIENCE);
        Snapshot before = bed.snapshot();
        bed.judge().calls(2);

        bed.owner(servers.get("c1")).kill9();
        bed.balance(0, PATIENCE);
        assertThat(bed.snapshot().epochFaultsSince(before)).isEmpty();

        TestRedis master = redis.nodes().get(0);
        master.kill();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> redis.nodes().get(3).commands().info("replication")
                .contains("role:master"));
        await().atMost(PATIENCE).ignoreExceptions()
                .untilAsserted(() -> assertThat(bed.snapshot().lockFaults(redis.commands())).isEmpty());
        bed.balance(0, PATIENCE);
        master.restart();

        bed.judge().calls(0);
        Verdict verdict = bed.settle(PATIENCE);
        assertThat(verdict.overlap().acting()).as(verdict.toString()).isZero();
        assertThat(verdict.calls().duplicated()).as(verdict.toString()).isZero();
        bed.clear();
        await().atMost(PATIENCE).ignoreExceptions()
                .untilAsserted(() -> assertThat(redis.commands().keys("mcp:lock:connection:*")).isEmpty());
    }
}
