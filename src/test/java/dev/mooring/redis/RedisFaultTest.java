package dev.mooring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mooring.config.InvalidConfigurationException;
import dev.mooring.ownership.redis.RedisFailureAnalyzer;
import dev.mooring.ownership.redis.RedisFault;
import dev.mooring.ownership.redis.RedisKeys;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import java.net.ConnectException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** What is told about a Redis that refuses, and what is not. */
class RedisFaultTest {

    @Test
    void answerOfRedis_isRepeatedWithoutArguments() {
        assertThat(RedisFault.describe(new ExecutionException(new RedisCommandExecutionException(
                "ERR unknown command `EVAL`, with args beginning with: `secret`,"))))
                .isEqualTo("ERR unknown command `EVAL`");
    }

    @Test
    void unreachable_tellsTheCauseWithoutPassword() {
        assertThat(RedisFault.describe(new RedisConnectionException("Unable to connect to x",
                new ConnectException("Connection refused: redis://u:p@h:1")))).isEqualTo("Connection refused: redis://h:1");
    }

    @ParameterizedTest
    @CsvSource({"redis://u:a@b?c@h:1/2?x=y, redis://***@h:1/2", "rediss://h:1?password=p, rediss://h:1",
            "u:p@h:1, ***@h:1", "redis://h:1, redis://h:1"})
    void address_isShownWithoutSecrets(String url, String shown) {
        MockEnvironment environment = new MockEnvironment().withProperty("spring.data.redis.url", url);
        assertThat(new RedisFailureAnalyzer(environment).analyze(new RedisConnectionException("no")).getDescription())
                .startsWith("spring.data.redis.url=" + shown + ": Redis cannot be used (no)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*", "a b", "{a}", "a&b", "mcp:lock:connection:"})
    void prefixThatCouldMeetOtherKeys_isRefused(String prefix) {
        assertThatThrownBy(() -> new RedisKeys(prefix)).isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith("mooring.redis.key-prefix=" + prefix);
    }
}
