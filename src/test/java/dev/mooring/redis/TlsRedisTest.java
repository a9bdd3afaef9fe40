package dev.mooring.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mooring.ownership.redis.RedisPipeline;
import dev.mooring.testbed.RedisSetup;
import dev.mooring.testbed.TlsRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A Redis behind TLS whose certificate is signed by an authority of one's own. */
class TlsRedisTest extends RedisContract {

    @Override
    RedisSetup start() {
        return TlsRedis.start();
    }

    @Test
    void authorityNobodyKnows_isRefusedAndSaysSo() {
        List<String> withoutAuthority = List.of("spring.data.redis.url=" + ((TlsRedis) redis).url());
        try (ConfigurableApplicationContext program = RedisClients.from(withoutAuthority)) {
            RedisPipeline trusting = new RedisPipeline(program.getBean(LettuceConnectionFactory.class),
                    Duration.ofSeconds(5));
            assertThatThrownBy(() -> new dev.mooring.ownership.redis.RedisLeaseStore(trusting, keys,
                    Duration.ofSeconds(30)).leave("a")).hasMessageContaining("certification path");
        }
    }
}
