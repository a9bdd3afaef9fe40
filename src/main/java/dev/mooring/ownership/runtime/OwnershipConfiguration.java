package dev.mooring.ownership.runtime;

import dev.mooring.ownership.ClusterLeader;
import dev.mooring.ownership.ClusterView;
import dev.mooring.ownership.HintListener;
import dev.mooring.ownership.OwnedConnections;
import dev.mooring.ownership.Ownership;
import dev.mooring.ownership.OwnershipControl;
import dev.mooring.ownership.OwnershipProperties;
import dev.mooring.ownership.cluster.RedisClusterService;
import dev.mooring.ownership.lease.NanoClock;
import dev.mooring.ownership.postgres.JdbcOwnerTable;
import dev.mooring.ownership.postgres.OwnershipDatabase;
import dev.mooring.ownership.redis.RedisAtStart;
import dev.mooring.ownership.redis.RedisKeys;
import dev.mooring.ownership.redis.RedisLeaseStore;
import dev.mooring.ownership.redis.RedisLeftovers;
import dev.mooring.ownership.redis.RedisLockStore;
import dev.mooring.ownership.redis.RedisPipeline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts ownership together: plain objects from the packages beside this one, and the threads and routes around them. */
@Configuration(proxyBeanMethods = false)
class OwnershipConfiguration {

    private static final Duration REDIS_PATIENCE = Duration.ofSeconds(5);

    @Bean
    RedisKeys redisKeys(@Value("${mooring.redis.key-prefix:}") String prefix) {
        return new RedisKeys(prefix);
    }

    @Bean
    RedisPipeline redisPipeline(LettuceConnectionFactory connections, OwnershipProperties properties) {
        return new RedisPipeline(connections, properties.commandTimeout());
    }

    @Bean(destroyMethod = "close")
    OwnershipDatabase ownershipDatabase(DataSource dataSource) {
        return new OwnershipDatabase(dataSource);
    }

    @Bean
    RedisAtStart redisAtStart(RedisPipeline redis) {
        return new RedisAtStart(redis, REDIS_PATIENCE);
    }

    @Bean
    Signal reconcileSignal() {
        return new Signal();
    }

    @Bean
    ClusterEvents clusterEvents(RedisPipeline redis, RedisKeys keys, OwnershipDatabase database) {
        return new ClusterEvents(redis, keys, database.jdbc());
    }

    @Bean
    InstanceIdentity instanceIdentity(Environment environment, @Value("${mooring.instance-address:}") String address) {
        return new InstanceIdentity(environment, address);
    }

    @Bean
    Ownership.Stores ownershipStores(RedisPipeline redis, RedisKeys keys, OwnershipDatabase database,
                                     OwnershipProperties timings) {
        JdbcTemplate jdbc = database.jdbc();
        TransactionTemplate transaction = database.transaction();
        return new Ownership.Stores(new RedisLeaseStore(redis, keys, timings.leaseTimeout().multipliedBy(3)),
                JdbcOwnerTable.ofServers(jdbc, transaction), new RedisLockStore(redis, keys::connectionLock),
                JdbcOwnerTable.ofClusterLocks(jdbc, transaction), new RedisLockStore(redis, keys::clusterLock),
                name -> jdbc.update("insert into cluster_lock (id) values (?) on conflict do nothing", name));
    }

    @Bean
    Ownership ownership(Ownership.Stores stores, InstanceIdentity identity, OwnershipProperties timings,
                        OwnedConnections connections, Announcements announcements,
                        @Value("${mooring.connection-monitor.reconnect-cooldown:60s}") Duration cooldown,
                        ObjectProvider<ProducerTemplate> camel) {
        Ownership.Self self = new Ownership.Self(NanoClock.SYSTEM, identity::next, identity::lease);
        return new Ownership(stores, self, timings, cooldown, connections, announcements,
                grants -> LockRoutes.through(camel));
    }

    @Bean
    Announcements announcements(ClusterEvents events, Signal signal) {
        return new Announcements(events, signal, new AtomicBoolean());
    }

    @Bean
    Sweep ownershipSweep(Ownership ownership, Ownership.Stores stores, RedisPipeline redis, RedisKeys keys) {
        return new Sweep(ownership.heart(), stores.leases(), stores.servers(), stores.serverLocks(),
                new RedisLeftovers(redis, keys));
    }

    @Bean
    OwnershipControl ownershipControl(ObjectProvider<Ownership> ownership, Signal signal) {
        return serverId -> {
            boolean given = ownership.getObject().reconciler().giveUp(serverId);
            signal.raise();
            return given;
        };
    }

    @Bean
    ClusterLeader clusterLeader(ObjectProvider<Ownership> ownership) {
        return name -> ownership.getObject().leadership().isLeader(name);
    }

    @Bean
    RedisClusterService redisClusterService(Ownership ownership) {
        return new RedisClusterService(ownership.leadership());
    }

    @Bean
    ClusterView clusterView(Ownership ownership, InstanceIdentity identity, OwnershipProperties timings,
                            Announcements announcements) {
        return new SeenCluster(ownership, identity, timings, announcements.everJoined()::get);
    }

    @Bean
    DrainRequests drainRequests(OwnershipDatabase database, ClusterEvents events, Ownership ownership) {
        return new DrainRequests(database.jdbc(), events, ownership);
    }

    @Bean
    OwnershipRunner ownershipRunner(Ownership ownership, ClusterEvents events, Signal signal, DrainRequests drains,
                                    OwnershipProperties properties, ObjectProvider<CamelContext> camel) {
        return new OwnershipRunner(ownership, events, signal, drains, properties, camel);
    }

    @Bean
    LockRoutes lockRoutes(Ownership ownership) {
        return new LockRoutes(ownership.grants());
    }

    @Bean
    EventRoutes eventRoutes(RedisKeys keys, Signal signal, Ownership ownership, ObjectProvider<HintListener> listeners) {
        return new EventRoutes(keys, signal, ownership.heart(),
                event -> listeners.forEach(listener -> listener.heard(event.type(), event.ids())));
    }

    @Bean
    RedisMessageListenerContainer hintListenerContainer(RedisConnectionFactory connections) {
        RedisMessageListenerContainer container = new RedisMessageListenerContainer();
        container.setConnectionFactory(connections);
        container.setRecoveryInterval(500);
        return container;
    }

    @Bean
    RedisSerializer<String> hintSerializer() {
        return RedisSerializer.string();
    }
}
