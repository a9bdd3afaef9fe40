package dev.mooring.ownership.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mooring.ownership.lease.LeaseStore;
import dev.mooring.ownership.lease.StoreUnavailableException;
import dev.mooring.ownership.lock.Lock;
import dev.mooring.testbed.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** What leases and locks do on a real Redis. */
class RedisStoresTest {

    private static TestRedis redis;
    private static LettuceConnectionFactory connections;
    private final RedisKeys keys = new RedisKeys("");
    private final RedisPipeline pipeline = new RedisPipeline(connections, Duration.ofSeconds(5));
    private final LeaseStore leases = new RedisLeaseStore(pipeline, keys, Duration.ofSeconds(30));
    private final RedisLockStore locks = new RedisLockStore(pipeline, keys::connectionLock);

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.start();
        connections = new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", redis.port()));
        connections.afterPropertiesSet();
        connections.start();
    }

    @AfterAll
    static void stopRedis() {
        connections.destroy();
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.commands().flushall();
    }

    @Test
    void join_thenBeat_showsMembersAndLeases() {
        leases.join("a", "lease-a1");
        leases.join("b", "lease-b1");
        LeaseStore.Reply reply = leases.beat("a", "lease-a2", true, List.of("b", "gone"));
        assertThat(reply.renewed()).isTrue();
        assertThat(reply.members()).containsExactlyInAnyOrder("a", "b");
        assertThat(reply.leases()).containsOnlyKeys("b").containsEntry("b", "lease-b1");
        assertThat(reply.incarnation()).isNotBlank().isEqualTo(redis.commands().get("mcp:incarnation"));
        assertThat(redis.commands().get("mcp:instance:a")).isEqualTo("lease-a2");
        assertThat(redis.commands().pttl("mcp:instance:a")).isBetween(1L, 30_000L);
    }

    @Test
    void beatOfALeaseThatIsGone_writesNothingAndSaysSo() {
        leases.join("a", "lease-a1");
        redis.commands().del("mcp:instance:a");
        assertThat(leases.beat("a", "lease-a2", true, List.of()).renewed()).isFalse();
        assertThat(redis.commands().exists("mcp:instance:a")).isZero();
    }

    @Test
    void incarnation_staysUntilDataIsLostOrALeaseIsReasserted() {
        leases.join("a", "1");
        String first = leases.beat("a", "2", true, List.of()).incarnation();
        assertThat(leases.beat("a", "3", true, List.of()).incarnation()).isEqualTo(first);
        leases.newIncarnation();
        String second = leases.beat("a", "4", true, List.of()).incarnation();
        assertThat(second).isNotEqualTo(first);
        redis.commands().flushall();
        assertThat(leases.beat("a", "5", true, List.of()).incarnation()).isNotIn(first, second);
    }

    @Test
    void leavingInstance_isNoMemberButKeepsItsLease() {
        leases.join("a", "1");
        leases.leave("a");
        LeaseStore.Reply reply = leases.beat("a", "2", false, List.of());
        assertThat(reply.renewed()).isTrue();
        assertThat(reply.members()).isEmpty();
        leases.remove(List.of("a"));
        assertThat(redis.commands().keys("mcp:instance*")).isEmpty();
    }

    @Test
    void lock_isSetWhenAbsentOrOfALowerEpochAndKeptOtherwise() {
        assertThat(locks.lock(List.of(new Lock("1", "a", 1)))).containsExactly("1");
        assertThat(locks.lock(List.of(new Lock("1", "a", 1)))).as("its own again").containsExactly("1");
        assertThat(locks.lock(List.of(new Lock("1", "b", 1)))).as("same epoch").isEmpty();
        assertThat(locks.lock(List.of(new Lock("1", "b", 2)))).as("higher epoch").containsExactly("1");
        assertThat(locks.lock(List.of(new Lock("1", "a", 1)))).as("back to the lower").isEmpty();
        assertThat(redis.commands().get("mcp:lock:connection:1")).isEqualTo("b|2");
        assertThat(redis.commands().pttl("mcp:lock:connection:1")).as("no expiry").isEqualTo(-1);
    }

    @Test
    void epochs_areComparedAsNumbers() {
        locks.lock(List.of(new Lock("1", "a", 10)));
        assertThat(locks.lock(List.of(new Lock("1", "b", 9)))).isEmpty();
    }

    @Test
    void lockThatIsNoLock_isReplaced() {
        redis.commands().set("mcp:lock:connection:1", "rubbish");
        assertThat(locks.lock(List.of(new Lock("1", "a", 1)))).containsExactly("1");
    }

    @Test
    void unlock_comparesTheWholeValue() {
        locks.lock(List.of(new Lock("1", "a", 2)));
        locks.unlock(List.of(new Lock("1", "a", 1)));
        locks.unlock(List.of(new Lock("1", "b", 2)));
        assertThat(redis.commands().get("mcp:lock:connection:1")).isEqualTo("a|2");
        locks.unlock(List.of(new Lock("1", "a", 2)));
        assertThat(redis.commands().exists("mcp:lock:connection:1")).isZero();
    }

    @Test
    void manyLocks_goOutInPipelines() {
        List<Lock> many = IntStream.range(0, 1_200).mapToObj(i -> new Lock("s" + i, "a", 1)).toList();
        assertThat(locks.lock(many)).hasSize(1_200);
        assertThat(new RedisLeftovers(pipeline, keys).connectionLocks()).containsExactlyInAnyOrderElementsOf(many);
        locks.unlock(many);
        assertThat(redis.commands().dbsize()).isZero();
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
    void redisThatDoesNotAnswer_isToldWithinTheTimeout() {
        RedisPipeline hasty = new RedisPipeline(connections, Duration.ofMillis(200));
        redis.pause();
        try {
            assertThatThrownBy(() -> new RedisLeaseStore(hasty, keys, Duration.ofSeconds(30)).leave("a"))
                    .isInstanceOf(StoreUnavailableException.class).hasMessageContaining("200 ms");
        } finally {
            redis.resume();
        }
    }
}
