package dev.mooring.ownership.redis;

import dev.mooring.ownership.OwnershipProperties;
import dev.mooring.config.InvalidConfigurationException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.data.redis.ClientResourcesBuilderCustomizer;
import org.springframework.boot.autoconfigure.data.redis.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.autoconfigure.data.redis.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** How the Redis client behaves when Redis is away: fail at once, come back within a second, queue nothing. */
@Configuration(proxyBeanMethods = false)
public class RedisClientConfiguration {

    private static final String READ_FROM = "spring.data.redis.lettuce.read-from";
    private static final Set<String> MASTER = Set.of("", "master", "upstream");
    private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(5);
    private static final Duration TOPOLOGY_REFRESH_AT_MOST_EVERY = Duration.ofSeconds(1);

    /** A queued renewal that goes out late says nothing about the present, so a cut connection refuses commands. */
    @Bean
    LettuceClientOptionsBuilderCustomizer mooringClientOptions(OwnershipProperties properties) {
        return options -> options
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder().connectTimeout(properties.commandTimeout())
                        .keepAlive(true).tcpNoDelay(true).build())
                .timeoutOptions(TimeoutOptions.enabled(properties.commandTimeout()));
    }

    /**
     * A replica that lags shows beats that have long been renewed, and a live owner would be taken for dead.
     *
     * @throws InvalidConfigurationException if reads are to go to replicas
     */
    @Bean
    LettuceClientOptionsBuilderCustomizer mooringTopology(Environment environment) {
        String readFrom = environment.getProperty(READ_FROM, "");
        if (!MASTER.contains(readFrom.toLowerCase(Locale.ROOT))) {
            throw new InvalidConfigurationException(READ_FROM, readFrom,
                    "must be left out or master: a replica that lags would show a live instance as dead");
        }
        return options -> {
            if (options instanceof ClusterClientOptions.Builder cluster) {
                cluster.topologyRefreshOptions(topologyRefresh(environment));
            }
        };
    }

    /** Without it Lettuce goes on asking a Cluster's dead master after its replica has taken over. */
    private static ClusterTopologyRefreshOptions topologyRefresh(Environment environment) {
        String refresh = "spring.data.redis.lettuce.cluster.refresh.";
        return ClusterTopologyRefreshOptions.builder()
                .enablePeriodicRefresh(environment.getProperty(refresh + "period", Duration.class, TOPOLOGY_REFRESH))
                .enableAllAdaptiveRefreshTriggers()
                .adaptiveRefreshTriggersTimeout(TOPOLOGY_REFRESH_AT_MOST_EVERY)
                .dynamicRefreshSources(
                        environment.getProperty(refresh + "dynamic-refresh-sources", Boolean.class, true))
                .build();
    }

    @Bean
    LettuceClientConfigurationBuilderCustomizer mooringCommandTimeout(OwnershipProperties properties) {
        return client -> client.commandTimeout(properties.commandTimeout()).shutdownTimeout(Duration.ZERO);
    }

    /** Lettuce waits up to 30 s between attempts by default, longer than any lease lives. */
    @Bean
    ClientResourcesBuilderCustomizer mooringReconnectDelay() {
        return resources -> resources.reconnectDelay(
                Delay.fullJitter(Duration.ofMillis(50), Duration.ofSeconds(1), 50, TimeUnit.MILLISECONDS));
    }
}
