package dev.mooring.connection.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.connection.ConnectionState;
import dev.mooring.connection.ConnectionState.Status;
import dev.mooring.ownership.ClusterHints;
import dev.mooring.ownership.Grant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import redis.embedded.RedisServer;

/** Connection states in a real Redis, as an operator's script reads them. */
class RedisStatesIT {
    private RedisServer server;
    private LettuceConnectionFactory factory;
    private StringRedisTemplate redis;
    private RedisStates states;
    private StateWriter writer;
    private final AtomicBoolean gate = new AtomicBoolean(true);
    private final List<Long> reconnected = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
        server.start();
        factory = new LettuceConnectionFactory("127.0.0.1", port);
        factory.afterPropertiesSet();
        factory.start();
        redis = new StringRedisTemplate(factory);
        states = new RedisStates(factory, new ConnectionKeys(""), Duration.ofSeconds(20));
        writer = new StateWriter(states, Duration.ofSeconds(90));
    }

    @AfterEach
    void stop() throws IOException {
        writer.close();
        factory.destroy();
        server.stop();
    }

    private Grant grant(long id, long epoch) {
        return new Grant(id, "Kitchen", epoch, "i1", gate::get, false);
    }

    private static ConnectionState state(long id, Status status, Instant heartbeat) {
        return new ConnectionState(Long.toString(id), "i1", status, Instant.parse("2026-01-02T03:04:05.678Z"), null,
                heartbeat, 2, "Kitchen", "wss://h/mcp/?***", null);
    }

    @Test
    void state_isWrittenAsTheLayoutSays() throws Exception {
        writer.put(grant(7, 1), state(7, Status.Connected, Instant.parse("2026-01-02T03:04:05Z")))
                .get(30, TimeUnit.SECONDS);
        assertThat(redis.opsForValue().get("mcp:connection:7")).isEqualTo("{\"ServerId\":\"7\",\"InstanceId\":\"i1\","
                + "\"Status\":\"Connected\",\"LastConnectedTime\":\"2026-01-02T03:04:05.678Z\","
                + "\"LastDisconnectedTime\":null,\"LastHeartbeat\":\"2026-01-02T03:04:05Z\",\"ReconnectAttempts\":2,"
                + "\"ServerName\":\"Kitchen\",\"WebSocketEndpoint\":\"wss://h/mcp/?***\",\"LastError\":null}");
        assertThat(redis.opsForSet().members("mcp:connections:all")).containsExactly("7");
        assertThat(states.find(List.of(7L, 8L)).get(7L).status()).isEqualTo(Status.Connected);
        writer.remove(grant(7, 1)).get(30, TimeUnit.SECONDS);
        assertThat(redis.keys("*")).isEmpty();
    }

    @Test
    void closedGate_writesNothing() throws Exception {
        gate.set(false);
        writer.put(grant(7, 1), state(7, Status.Connected, Instant.now())).get(30, TimeUnit.SECONDS);
        assertThat(redis.keys("*")).isEmpty();
    }

    @Test
    void manyTransitions_lastOneWins() throws Exception {
        for (int i = 0; i < 500; i++) {
            writer.put(grant(7, 1), state(7, i % 2 == 0 ? Status.Connecting : Status.Disconnected, null));
        }
        writer.put(grant(7, 1), state(7, Status.Failed, null)).get(30, TimeUnit.SECONDS);
        assertThat(states.find(List.of(7L)).get(7L).status()).isEqualTo(Status.Failed);
    }

    @Test
    void staleDetection_clearsWhatNobodyKeepsUp_andNothingElse() throws Exception {
        Instant now = Instant.now();
        writer.put(grant(1, 1), state(1, Status.Connected, now));
        writer.put(grant(2, 1), state(2, Status.Connected, now.minusSeconds(91)));
        writer.put(grant(3, 1), state(3, Status.Connected, now));
        writer.put(grant(4, 1), state(4, Status.Failed, null)).get(30, TimeUnit.SECONDS);
        await().until(() -> redis.opsForSet().size("mcp:connections:all") == 4);
        new StaleDetection(states, () -> List.of(1L, 2L, 4L), new Hints(), Duration.ofSeconds(90)).check();
        assertThat(redis.opsForSet().members("mcp:connections:all")).containsExactlyInAnyOrder("1", "4");
        assertThat(redis.keys("mcp:connection:*"))
                .containsExactlyInAnyOrder("mcp:connection:1", "mcp:connection:4");
        assertThat(reconnected).containsExactly(2L);
    }

    @Test
    void redisDown_neitherBlocksNorThrows_andTheNextWriteWorks() throws Exception {
        server.stop();
        writer.put(grant(7, 1), state(7, Status.Connected, null)).get(30, TimeUnit.SECONDS);
        server.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            writer.put(grant(7, 1), state(7, Status.Connected, null)).get(30, TimeUnit.SECONDS);
            return redis.hasKey("mcp:connection:7");
        });
    }

    private final class Hints implements ClusterHints {
        @Override
        public void serversChanged(Collection<Long> serverIds) {
        }

        @Override
        public void reconnect(Collection<Long> serverIds) {
            reconnected.addAll(serverIds);
        }
    }
}
