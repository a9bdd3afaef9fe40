package dev.mooring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mooring.config.InvalidConfigurationException;
import dev.mooring.embedded.EmbeddedEnvironment;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** Whoever configures a Redis, in whatever way, gets no embedded one. */
class ConfiguredRedisTest {

    private final EmbeddedEnvironment embedded = new EmbeddedEnvironment(log -> LogFactory.getLog("test"));

    @ParameterizedTest
    @ValueSource(strings = {"url=redis://h", "host=h", "port=6380", "password=p", "username=u", "sentinel.master=m",
            "sentinel.nodes=h:1", "sentinel.nodes[0]=h:1", "cluster.nodes=h:1,i:1", "cluster.nodes[0]=h:1",
            "ssl.enabled=true", "ssl.bundle=b"})
    void redisWithoutPostgres_isRefusedWithBothNames(String setting) {
        String[] parts = setting.split("=");
        MockEnvironment environment = new MockEnvironment().withProperty("spring.data.redis." + parts[0], parts[1]);
        assertThatThrownBy(() -> embedded.postProcessEnvironment(environment, null))
                .isInstanceOf(InvalidConfigurationException.class).hasMessageContaining("spring.datasource.url")
                .hasMessageContaining("spring.data.redis." + parts[0].replaceAll("\\W.*", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster.nodes[0]", "sentinel.nodes", "host", "ssl.bundle"})
    void redisAndPostgres_areTakenAsTheyAre(String setting) {
        MockEnvironment environment = new MockEnvironment().withProperty("spring.data.redis." + setting, "x:1")
                .withProperty("spring.datasource.url", "jdbc:postgresql://h/d");
        embedded.postProcessEnvironment(environment, null);
        assertThat(environment.getProperty(EmbeddedEnvironment.ACTIVE)).isNull();
    }

    @Test
    void emptyHost_isRefused() {
        MockEnvironment environment = new MockEnvironment().withProperty("spring.data.redis.host", "");
        assertThatThrownBy(() -> embedded.postProcessEnvironment(environment, null))
                .hasMessageContaining("spring.data.redis.host").hasMessageContaining("empty");
    }
}
