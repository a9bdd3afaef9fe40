package dev.mooring.testbed;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis Cluster of three masters on loopback, the first of them with a replica if wanted. */
public final class RedisCluster implements RedisSetup {

    private static final int SLOTS = 16_384;
    private static final int MASTERS = 3;
    /** The nodes talk to each other on their port plus 10,000. */
    private static final int HIGHEST_PORT = 55_535;

    private final List<TestRedis> nodes = new ArrayList<>();
    private RedisClusterClient client;
    private StatefulRedisClusterConnection<String, String> connection;

    private RedisCluster() {
    }

    /** Starts the processes and waits until each of them says that the Cluster is whole. */
    public static RedisCluster start(boolean withReplica) {
        RedisCluster cluster = new RedisCluster();
        try {
            cluster.form(withReplica);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void form(boolean withReplica) {
        for (int i = 0; i < (withReplica ? MASTERS + 1 : MASTERS); i++) {
            nodes.add(TestRedis.start(() -> FreePort.upTo(HIGHEST_PORT), "--cluster-enabled", "yes",
                    "--cluster-config-file", "nodes.conf", "--cluster-node-timeout", "1500"));
        }
        for (int i = 0; i < MASTERS; i++) {
            nodes.get(i).commands().clusterAddSlots(
                    IntStream.range(SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS).toArray());
        }
        nodes.stream().skip(1).forEach(node -> node.commands().clusterMeet("127.0.0.1", nodes.get(0).port()));
        await("whole", () -> nodes.stream().allMatch(node -> node.commands().clusterInfo()
                .contains("cluster_state:ok") && node.commands().clusterInfo().contains("known_nodes:" + nodes.size())));
        if (withReplica) {
            TestRedis replica = nodes.get(MASTERS);
            replica.commands().clusterReplicate(nodes.get(0).commands().clusterMyId());
            await("replicated", () -> replica.commands().info("replication").contains("master_link_status:up"));
            // a node that still takes the replica for a master would have clients write to it
            await("of one mind", () -> nodes.stream().allMatch(node -> node.commands().clusterNodes().lines()
                    .anyMatch(line -> line.contains(":" + replica.port() + "@") && line.contains("slave"))));
        }
    }

    @Override
    public List<String> properties() {
        return List.of("spring.data.redis.cluster.nodes=" + nodes.stream().limit(MASTERS)
                .map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(",")));
    }

    @Override
    public synchronized RedisClusterCommands<String, String> commands() {
        if (connection == null) {
            client = RedisClusterClient.create(nodes.stream().map(node -> RedisURI.builder().withHost("127.0.0.1")
                    .withPort(node.port()).withTimeout(Duration.ofSeconds(5)).build()).toList());
            client.setOptions(ClusterClientOptions.builder().topologyRefreshOptions(ClusterTopologyRefreshOptions
                    .builder().enablePeriodicRefresh(Duration.ofSeconds(1)).enableAllAdaptiveRefreshTriggers().build())
                    .build());
            connection = client.connect();
        }
        return connection.sync();
    }

    /** The nodes: three masters, then the first one's replica. */
    public List<TestRedis> nodes() {
        return List.copyOf(nodes);
    }

    @Override
    public void pause() {
        nodes.forEach(TestRedis::pause);
    }

    @Override
    public void resume() {
        nodes.forEach(TestRedis::resume);
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdown(0, 2, TimeUnit.SECONDS);
        }
        nodes.forEach(TestRedis::close);
    }

    static void await(String what, BooleanSupplier reached) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!answers(reached)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Redis is not " + what + " after 60 s");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static boolean answers(BooleanSupplier reached) {
        try {
            return reached.getAsBoolean();
        } catch (RedisException e) {
            return false;
        }
    }
}
