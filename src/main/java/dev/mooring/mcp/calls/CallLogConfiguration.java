package dev.mooring.mcp.calls;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.ownership.ClusterView;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Puts the package together. */
@Configuration(proxyBeanMethods = false)
class CallLogConfiguration {

    private static final Duration REDIS_TIMEOUT = Duration.ofSeconds(2);

    @Bean
    CallStore callStore(RedisConnectionFactory factory, @Value("${mooring.redis.key-prefix:}") String prefix) {
        return new RedisCalls(factory, prefix, REDIS_TIMEOUT);
    }

    @Bean(name = "calls", destroyMethod = "close")
    CallLog calls(CallStore store, ObjectProvider<ClusterView> cluster, CallLogProperties properties) {
        return new CallLog(store, () -> cluster.getObject().members().stream().filter(ClusterView.Member::self)
                .map(ClusterView.Member::instanceId).findFirst().orElse("unknown"), new ObjectMapper(), properties);
    }
}
