package dev.mooring.testbed;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A master, its replica, and three Sentinels that watch them and fail over after a second of silence. */
public final class RedisSentinels implements RedisSetup {

    /** The name under which the Sentinels know the master. */
    public static final String MASTER = "mooring";

    private final Path data = Folders.temporary("sentinel");
    private final List<Process> sentinels = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private TestRedis first;
    private TestRedis second;
    private RedisClient client;
    private StatefulRedisConnection<String, String> connection;

    private RedisSentinels() {
    }

    /** Starts all of them and waits until the Sentinels know each other and the replica. */
    public static RedisSentinels start() {
        RedisSentinels setup = new RedisSentinels();
        try {
            setup.form();
            return setup;
        } catch (RuntimeException e) {
            setup.close();
            throw e;
        }
    }

    private void form() {
        first = TestRedis.start();
        second = TestRedis.start("--replicaof", "127.0.0.1", Integer.toString(first.port()));
        RedisCluster.await("replicated",
                () -> second.commands().info("replication").contains("master_link_status:up"));
        for (int i = 0; i < 3; i++) {
            sentinel(FreePort.find());
        }
        ports.forEach(port -> RedisCluster.await("watched", () -> knowsAll(port)));
    }

    private void sentinel(int port) {
        try {
            Path config = Files.writeString(data.resolve("sentinel-" + port + ".conf"), """
                    port %d
                    bind 127.0.0.1
                    dir %s
                    logfile %s
                    sentinel monitor %s 127.0.0.1 %d 2
                    sentinel down-after-milliseconds %s 1000
                    sentinel failover-timeout %s 5000
                    """.formatted(port, data, data.resolve("sentinel-" + port + ".log"), MASTER, first.port(), MASTER,
                    MASTER));
            sentinels.add(Processes.start(
                    new ProcessBuilder(TestRedis.binary().toString(), config.toString(), "--sentinel")));
            ports.add(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean knowsAll(int port) {
        RedisClient probe = RedisClient.create();
        try (StatefulRedisSentinelConnection<String, String> sentinel = probe.connectSentinel(
                RedisURI.Builder.sentinel("127.0.0.1", port, MASTER).withTimeout(Duration.ofSeconds(2)).build())) {
            var master = sentinel.sync().master(MASTER);
            return "1".equals(master.get("num-slaves")) && "2".equals(master.get("num-other-sentinels"));
        } finally {
            probe.shutdown(0, 2, TimeUnit.SECONDS);
        }
    }

    @Override
    public List<String> properties() {
        return List.of("spring.data.redis.sentinel.master=" + MASTER, "spring.data.redis.sentinel.nodes="
                + ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
    }

    /** Commands on whoever is master now. */
    @Override
    public synchronized RedisCommands<String, String> commands() {
        if (connection == null) {
            RedisURI.Builder uri = RedisURI.Builder.sentinel("127.0.0.1", ports.get(0), MASTER)
                    .withTimeout(Duration.ofSeconds(5));
            ports.stream().skip(1).forEach(port -> uri.withSentinel("127.0.0.1", port));
            client = RedisClient.create(uri.build());
            connection = client.connect();
        }
        return connection.sync();
    }

    /** Whichever of the two is master now. */
    public TestRedis master() {
        return first.handle().isAlive() && first.commands().info("replication").contains("role:master") ? first : second;
    }

    /** Waits until the two are master and connected replica again, as the Sentinels see to it. */
    public void awaitReplication() {
        RedisCluster.await("replicated", () -> (master() == first ? second : first).commands().info("replication")
                .contains("master_link_status:up"));
    }

    /** The master of the beginning. */
    public TestRedis first() {
        return first;
    }

    /** Its replica. */
    public TestRedis second() {
        return second;
    }

    @Override
    public void pause() {
        first.pause();
        second.pause();
    }

    @Override
    public void resume() {
        first.resume();
        second.resume();
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdown(0, 2, TimeUnit.SECONDS);
        }
        sentinels.forEach(Processes::kill);
        if (second != null) {
            second.close();
        }
        if (first != null) {
            first.close();
        }
        Folders.delete(data);
    }
}
