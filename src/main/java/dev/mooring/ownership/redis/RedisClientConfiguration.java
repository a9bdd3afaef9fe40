package dev.mooring.ownership.redis;

import dev.mooring.ownership.OwnershipProperties;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.data.redis.ClientResourcesBuilderCustomizer;
import org.springframework.boot.autoconfigure.data.redis.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.autoconfigure.data.redis.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the Redis client behaves when Redis is away: fail at once, come back within a second, queue nothing. */
@Configuration(proxyBeanMethods = false)
class RedisClientConfiguration {

    /** A queued renewal that goes out late says nothing about the present, so a cut connection refuses commands. */
    @Bean
    LettuceClientOptionsBuilderCustomizer mooringClientOptions(OwnershipProperties properties) {
        return options -> options
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder().connectTimeout(properties.commandTimeout())
                        .keepAlive(true).tcpNoDelay(true).build())
                .timeoutOptions(TimeoutOptions.enabled(properties.commandTimeout()));
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
