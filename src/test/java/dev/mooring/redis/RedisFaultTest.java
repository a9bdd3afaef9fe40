package dev.mooring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mooring.config.InvalidConfigurationException;
import dev.mooring.ownership.redis.RedisAddressCheck;
import dev.mooring.ownership.redis.RedisFailureAnalyzer;
import dev.mooring.ownership.redis.RedisFault;
import dev.mooring.ownership.redis.RedisKeys;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import java.net.ConnectException;
import java.util.List;
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
    @ValueSource(strings = {"redis://:hunter?2@h:1", "redis://:hun/ter#2@h:1", "http://:hunter@h:1", "redis://:hunter%@h:1"})
    void addressThatCannotBeRead_isRefusedWithoutItsPassword(String url) {
        MockEnvironment environment = new MockEnvironment().withProperty("spring.data.redis.url", url);
        assertThatThrownBy(() -> new RedisAddressCheck().postProcessEnvironment(environment, null))
                .isInstanceOf(InvalidConfigurationException.class).hasMessageStartingWith("spring.data.redis.url=")
                .hasMessageContaining("***@h:1 is not an address").hasMessageNotContaining("hun");
    }

    @Test
    void readsFromReplicas_areRefused() {
        assertThatThrownBy(() -> RedisClients.from(List.of("spring.data.redis.lettuce.read-from=replica-preferred")))
                .hasRootCauseInstanceOf(InvalidConfigurationException.class).rootCause()
                .hasMessageStartingWith("spring.data.redis.lettuce.read-from=replica-preferred must be left out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*", "a b", "{a}", "a&b", "mcp:lock:connection:"})
    void prefixThatCouldMeetOtherKeys_isRefused(String prefix) {
        assertThatThrownBy(() -> new RedisKeys(prefix)).isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith("mooring.redis.key-prefix=" + prefix);
    }
}
