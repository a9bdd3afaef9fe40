package dev.mooring.api;

import dev.mooring.connection.ConnectionState;
import dev.mooring.connection.ConnectionStates;
import dev.mooring.mcp.ToolSync;
import dev.mooring.mcp.calls.CallRecord;
import dev.mooring.mcp.calls.CallStore;
import dev.mooring.ownership.ClusterHints;
import dev.mooring.ownership.ClusterView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** In place of the packages that talk to Redis and to backends: they record what they are told. */
@TestConfiguration(proxyBeanMethods = false)
public class StandIns {

    /** Without Redis nothing may be owned and no hint be heard. */
    @Bean
    static BeanDefinitionRegistryPostProcessor withoutOwnership() {
        return registry -> List.of("redisAtStart", "ownershipRunner", "eventRoutes", "hintListenerContainer")
                .forEach(registry::removeBeanDefinition);
    }

    /** Hints that were given, by server. */
    public static final class Hints implements ClusterHints {
        public final List<Long> changed = new CopyOnWriteArrayList<>();
        public final List<Long> reconnected = new CopyOnWriteArrayList<>();

        public void reset() {
            changed.clear();
            reconnected.clear();
        }

        @Override
        public void serversChanged(Collection<Long> serverIds) {
            changed.addAll(serverIds);
        }

        @Override
        public void reconnect(Collection<Long> serverIds) {
            reconnected.addAll(serverIds);
        }
    }

    /** States that a test has set; unreachable when told so. */
    public static final class States implements ConnectionStates {
        public final Map<Long, ConnectionState> known = new ConcurrentHashMap<>();
        public volatile boolean down;

        public void reset() {
            known.clear();
            down = false;
        }

        @Override
        public Map<Long, ConnectionState> find(Collection<Long> serverIds) {
            if (down) {
                throw new IllegalStateException("no Redis");
            }
            Map<Long, ConnectionState> found = new TreeMap<>(known);
            found.keySet().retainAll(serverIds);
            return found;
        }
    }

    /** Syncs that were asked for. */
    public static final class Sync implements ToolSync {
        public final List<Long> synced = new CopyOnWriteArrayList<>();
        public volatile Result result;

        public void reset() {
            synced.clear();
            result = new Result(2, null);
        }

        @Override
        public Result sync(long serviceId) {
            synced.add(serviceId);
            return result;
        }
    }

    @Bean
    @Primary
    Hints hintsStandIn() {
        return new Hints();
    }

    @Bean
    @Primary
    States statesStandIn() {
        return new States();
    }

    @Bean
    @Primary
    Sync syncStandIn() {
        return new Sync();
    }

    /** Calls that were recorded, the newest first; unreachable when told so. */
    public static final class Calls implements CallStore {
        private final Map<Long, List<CallRecord>> kept = new ConcurrentHashMap<>();
        public volatile boolean down;

        @Override
        public void add(Map<Long, List<CallRecord>> records, int keep) {
            records.forEach((server, calls) -> calls.forEach(
                    call -> kept.computeIfAbsent(server, id -> new CopyOnWriteArrayList<>()).add(0, call)));
        }

        @Override
        public List<CallRecord> read(long serverId) {
            if (down) {
                throw new IllegalStateException("no Redis");
            }
            return kept.getOrDefault(serverId, List.of());
        }
    }

    @Bean
    @Primary
    Calls callsStandIn() {
        return new Calls();
    }

    @Bean
    @Primary
    ClusterView viewStandIn() {
        return new ClusterView() {
            @Override
            public List<Member> members() {
                return List.of(new Member("host:1:boot", "127.0.0.1:5001", Instant.EPOCH, 7, 3, 120, true, ClusterView.Phase.LIVE));
            }

            @Override
            public List<Quarantine> quarantine() {
                return List.of(new Quarantine("gone:2:boot", 2, 4_000));
            }

            @Override
            public int quota() {
                return 3;
            }
        };
    }
}
