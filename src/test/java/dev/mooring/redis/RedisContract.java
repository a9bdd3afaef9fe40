package dev.mooring.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mooring.connection.ConnectionState;
import dev.mooring.connection.state.ConnectionKeys;
import dev.mooring.connection.state.RedisStates;
import dev.mooring.connection.state.StaleDetection;
import dev.mooring.connection.state.StateWriter;
import dev.mooring.ownership.ClusterHints;
import dev.mooring.ownership.Grant;
import dev.mooring.ownership.lease.LeaseStore;
import dev.mooring.ownership.lease.StoreUnavailableException;
import dev.mooring.ownership.lock.Lock;
import dev.mooring.ownership.redis.RedisKeys;
import dev.mooring.ownership.redis.RedisLeaseStore;
import dev.mooring.ownership.redis.RedisLeftovers;
import dev.mooring.ownership.redis.RedisLockStore;
import dev.mooring.ownership.redis.RedisPipeline;
import dev.mooring.testbed.RedisSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/**
 * What leases, locks, states and hints do on a real Redis, whichever kind it is. A kind says how it is started; the
 * client is the program's own, made from an operator's properties.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisContract {

    /** Commands of tests that say nothing about time get so much of it. */
    private static final Duration AMPLE = Duration.ofSeconds(5);

    RedisSetup redis;
    private ConfigurableApplicationContext program;
    LettuceConnectionFactory connections;
    RedisKeys keys;
    RedisPipeline pipeline;
    LeaseStore leases;
    RedisLockStore locks;

    /** Starts this kind of Redis. */
    abstract RedisSetup start() throws Exception;

    /** What an operator configures for it. */
    List<String> properties() {
        return redis.properties();
    }

    String prefix() {
        return "";
    }

    @BeforeAll
    void connect() throws Exception {
        redis = start();
        program = RedisClients.from(properties());
        connections = program.getBean(LettuceConnectionFactory.class);
        keys = new RedisKeys(prefix());
        pipeline = new RedisPipeline(connections, AMPLE);
        leases = new RedisLeaseStore(pipeline, keys, Duration.ofSeconds(30));
        locks = new RedisLockStore(pipeline, keys::connectionLock);
    }

    @AfterAll
    void end() {
        if (program != null) {
            program.close();
        }
        if (redis != null) {
            redis.close();
        }
    }

    @BeforeEach
    void empty() {
        redis.commands().flushall();
    }

    private String name(String key) {
        return prefix() + key;
    }

    @Test
    void configuration_isTheOneThatTheDocumentationShows() {
        assertThat(properties()).allSatisfy(
                property -> assertThat(Documentation.text()).contains(property.substring(0, property.indexOf('=') + 1)));
    }

    @Test
    void join_thenBeat_showsMembersAndLeases() {
        leases.join("a", "lease-a1");
        leases.join("b", "lease-b1");
        LeaseStore.Reply reply = leases.beat("a", "lease-a2", true, List.of("b", "gone"));
        assertThat(reply.renewed()).isTrue();
        assertThat(reply.members()).containsExactlyInAnyOrder("a", "b");
        assertThat(reply.leases()).containsOnlyKeys("b").containsEntry("b", "lease-b1");
        assertThat(reply.incarnation()).isNotBlank().isEqualTo(redis.commands().get(name("mcp:incarnation")));
        assertThat(redis.commands().get(name("mcp:instance:a"))).isEqualTo("lease-a2");
        assertThat(redis.commands().pttl(name("mcp:instance:a"))).isBetween(1L, 30_000L);
    }

    @Test
    void beatOfALeaseThatIsGone_writesNothingAndSaysSo() {
        leases.join("a", "lease-a1");
        redis.commands().del(name("mcp:instance:a"));
        assertThat(leases.beat("a", "lease-a2", true, List.of()).renewed()).isFalse();
        assertThat(redis.commands().exists(name("mcp:instance:a"))).isZero();
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
        assertThat(redis.commands().keys(name("mcp:instance*"))).isEmpty();
    }

    @Test
    void lock_isSetWhenAbsentOrOfALowerEpochAndKeptOtherwise() {
        assertThat(locks.lock(List.of(new Lock("1", "a", 1)))).containsExactly("1");
        assertThat(locks.lock(List.of(new Lock("1", "a", 1)))).as("its own again").containsExactly("1");
        assertThat(locks.lock(List.of(new Lock("1", "b", 1)))).as("same epoch").isEmpty();
        assertThat(locks.lock(List.of(new Lock("1", "b", 2)))).as("higher epoch").containsExactly("1");
        assertThat(locks.lock(List.of(new Lock("1", "a", 1)))).as("back to the lower").isEmpty();
        assertThat(redis.commands().get(name("mcp:lock:connection:1"))).isEqualTo("b|2");
        assertThat(redis.commands().pttl(name("mcp:lock:connection:1"))).as("no expiry").isEqualTo(-1);
    }

    @Test
    void epochs_areComparedAsNumbers() {
        locks.lock(List.of(new Lock("1", "a", 10)));
        assertThat(locks.lock(List.of(new Lock("1", "b", 9)))).isEmpty();
    }

    @Test
    void lockThatIsNoLock_isReplaced() {
        redis.commands().set(name("mcp:lock:connection:1"), "rubbish");
        assertThat(locks.lock(List.of(new Lock("1", "a", 1)))).containsExactly("1");
    }

    @Test
    void unlock_comparesTheWholeValue() {
        locks.lock(List.of(new Lock("1", "a", 2)));
        locks.unlock(List.of(new Lock("1", "a", 1)));
        locks.unlock(List.of(new Lock("1", "b", 2)));
        assertThat(redis.commands().get(name("mcp:lock:connection:1"))).isEqualTo("a|2");
        locks.unlock(List.of(new Lock("1", "a", 2)));
        assertThat(redis.commands().exists(name("mcp:lock:connection:1"))).isZero();
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
    void states_areWrittenReadAndClearedAway() throws Exception {
        RedisStates states = new RedisStates(connections, new ConnectionKeys(prefix()), AMPLE);
        try (StateWriter writer = new StateWriter(states, Duration.ofSeconds(90))) {
            for (long id = 1; id <= 20; id++) {
                writer.put(grant(id), state(id, id == 7 ? Instant.now().minusSeconds(600) : Instant.now()))
                        .get(30, TimeUnit.SECONDS);
            }
            assertThat(states.find(List.of(1L, 20L, 21L))).containsOnlyKeys(1L, 20L);
            assertThat(states.all()).hasSize(20);
            assertThat(redis.commands().keys(name("mcp:connection:*"))).hasSize(20);
            List<Long> reconnected = new ArrayList<>();
            new StaleDetection(states, () -> LongStream.rangeClosed(1, 19).boxed().toList(),
                    hintsInto(reconnected), Duration.ofSeconds(90)).check();
            assertThat(states.all()).as("without the stale one and the deleted one").hasSize(18).doesNotContain(7L, 20L);
            assertThat(reconnected).containsExactly(7L);
            writer.remove(grant(1)).get(30, TimeUnit.SECONDS);
            assertThat(states.find(List.of(1L))).isEmpty();
        }
    }

    @Test
    void hint_reachesWhoListens() {
        List<String> heard = new CopyOnWriteArrayList<>();
        RedisMessageListenerContainer container = new RedisMessageListenerContainer();
        container.setConnectionFactory(connections);
        container.addMessageListener((message, pattern) -> heard.add(new String(message.getBody(), UTF_8)),
                new ChannelTopic(keys.events()));
        container.afterPropertiesSet();
        container.start();
        try {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                pipeline.publish(keys.events(), "look");
                assertThat(heard).contains("look");
            });
        } finally {
            container.stop();
        }
    }

    @Test
    void connectionsLost_comeBackByThemselves() {
        leases.join("a", "1");
        connections.resetConnection();
        assertThat(leases.beat("a", "2", true, List.of()).renewed()).isTrue();
    }

    @Test
    void redisThatDoesNotAnswer_isToldWithinTheTimeout() {
        RedisPipeline hasty = new RedisPipeline(connections, Duration.ofMillis(200));
        hasty.publish(keys.events(), "connects, so that only the answer is missing");
        redis.pause();
        try {
            assertThatThrownBy(() -> new RedisLeaseStore(hasty, keys, Duration.ofSeconds(30)).leave("a"))
                    .isInstanceOf(StoreUnavailableException.class).hasMessageContaining("200 ms");
        } finally {
            redis.resume();
        }
    }

    private static Grant grant(long id) {
        return new Grant(id, "Kitchen", 1, "i1", () -> true, false);
    }

    private static ConnectionState state(long id, Instant heartbeat) {
        return new ConnectionState(Long.toString(id), "i1", ConnectionState.Status.Connected, heartbeat, null, heartbeat,
                0, "Kitchen", "wss://h/mcp/?***", null);
    }

    private static ClusterHints hintsInto(List<Long> reconnected) {
        return new ClusterHints() {
            @Override
            public void serversChanged(Collection<Long> serverIds) {
            }

            @Override
            public void reconnect(Collection<Long> serverIds) {
                reconnected.addAll(serverIds);
            }
        };
    }
}
