package dev.mooring.mcp.calls;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.ownership.ClusterView;
import dev.mooring.ownership.redis.RedisPipeline;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the package together. */
@Configuration(proxyBeanMethods = false)
class CallLogConfiguration {

    @Bean
    CallStore callStore(RedisPipeline redis, @Value("${mooring.redis.key-prefix:}") String prefix) {
        return new RedisCalls(redis, prefix);
    }

    @Bean(name = "calls", destroyMethod = "close")
    CallLog calls(CallStore store, ObjectProvider<ClusterView> cluster, CallLogProperties properties,
            ObjectProvider<CallListener> listener) {
        return new CallLog(store, () -> cluster.getObject().members().stream().filter(ClusterView.Member::self)
                .map(ClusterView.Member::instanceId).findFirst().orElse("unknown"), new ObjectMapper(), properties,
                listener.getIfUnique(() -> call -> { }));
    }
}
