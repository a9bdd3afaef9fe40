package dev.mooring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.judge.Verdict;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.RedisSentinels;
import dev.mooring.testbed.Snapshot;
import dev.mooring.testbed.TestRedis;
import dev.mooring.testbed.Testbed;
import io.lettuce.core.KillArgs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two instances on a Redis that fails over, with and without everything that was written. */
class OnSentinelIT {

    private static RedisSentinels redis;

    @RegisterExtension
    static final Testbed bed = new Testbed(2, () -> redis = RedisSentinels.start(),
            List.of("--mooring.ownership.verify-interval=2s"));

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Map<String, Long> servers;
    private Snapshot before;
    private long since;

    @BeforeEach
    void everyServerConnectedAndCalled() {
        bed.judge().patience(Duration.ofSeconds(30));
        servers = bed.enable("s", 8);
        bed.balance(0, PATIENCE);
        before = bed.snapshot();
        since = bed.judge().now();
        bed.judge().calls(4);
    }

    @AfterEach
    void noServers() {
        bed.clear();
    }

    private void judged() {
        bed.balance(since, PATIENCE);
        await().atMost(PATIENCE).ignoreExceptions()
                .untilAsserted(() -> assertThat(bed.snapshot().lockFaults(redis.commands())).isEmpty());
        bed.judge().calls(0);
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(since).calls().inFlight() == 0);
        Verdict verdict = bed.judge().verdict(since);
        assertThat(verdict.clean()).as(verdict.toString()).isTrue();
        assertThat(verdict.settled()).as(verdict.toString()).isTrue();
        assertThat(bed.snapshot().epochFaultsSince(before)).isEmpty();
    }

    private static void failOver(TestRedis master, TestRedis successor) {
        master.kill();
        await().atMost(PATIENCE).ignoreExceptions()
                .until(() -> successor.commands().info("replication").contains("role:master"));
    }

    @Test
    void masterKilled_nothingIsActedOnTwiceAndAllComesBack() {
        TestRedis master = redis.master();
        TestRedis successor = master == redis.first() ? redis.second() : redis.first();
        failOver(master, successor);
        judged();
        master.restart();
        redis.awaitReplication();
    }

    /** The successor knows nothing of one instance, and believes in a server that was disabled meanwhile. */
    @Test
    void successorMissedWrites_nothingIsActedOnTwiceAndAllComesBack() {
        TestRedis master = redis.master();
        TestRedis successor = master == redis.first() ? redis.second() : redis.first();
        Instance unknown = bed.owner(servers.get("s1"));
        String owner = bed.snapshot().owner(servers.get("s1"));
        stopReplication(successor);
        forget(successor, owner);
        bed.judge().want("s2", false);
        bed.api().disable(servers.get("s2"));
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(since).stillOpen().isEmpty());
        assertThat(successor.commands().exists("mcp:lock:connection:" + servers.get("s2"),
                "mcp:connection:" + servers.get("s2"))).as("what the successor missed").isPositive();

        failOver(master, successor);
        judged();
        assertThat(unknown.running()).isTrue();
        assertThat(redis.commands().smembers("mcp:instances")).as("the forgotten one is back").anyMatch(unknown::owns);
        resumeReplication(successor);
        master.restart();
        redis.awaitReplication();
    }

    private static void stopReplication(TestRedis replica) {
        replica.commands().configSet("masteruser", "nobody");
        replica.commands().configSet("masterauth", "wrong");
        replica.commands().clientKill(KillArgs.Builder.typeMaster());
        await().atMost(PATIENCE).until(() -> replica.commands().info("replication").contains("master_link_status:down"));
    }

    private static void resumeReplication(TestRedis replica) {
        replica.commands().configSet("masteruser", "");
        replica.commands().configSet("masterauth", "");
    }

    /** As if the link had broken before this instance joined. */
    private void forget(TestRedis replica, String instanceId) {
        replica.commands().configSet("replica-read-only", "no");
        replica.commands().del("mcp:instance:" + instanceId);
        replica.commands().srem("mcp:instances", instanceId);
        bed.snapshot().rows().values().stream().filter(row -> instanceId.equals(row.owner()) && row.id() != servers.get("s2"))
                .forEach(row -> replica.commands().del("mcp:lock:connection:" + row.id()));
        replica.commands().configSet("replica-read-only", "yes");
    }
}
