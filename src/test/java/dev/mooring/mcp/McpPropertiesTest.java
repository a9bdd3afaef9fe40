package dev.mooring.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class McpPropertiesTest {

    @Test
    void valueOutOfItsRange_isNamedInOneSentence() {
        assertThatThrownBy(() -> new McpProperties(Duration.ofMillis(10), 100, 32, 512, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mooring.mcp.tool-timeout is PT0.01S; it must be between PT1S and PT10M");
        assertThatThrownBy(() -> new McpProperties(Duration.ofSeconds(5), 0, 32, 512, Duration.ZERO))
                .hasMessageContaining("page-size is 0");
        assertThatThrownBy(() -> new McpProperties(Duration.ofSeconds(5), 1, 32, 31, Duration.ZERO))
                .hasMessageContaining("max-calls is 31");
        assertThat(McpProperties.defaults().pageSize()).isEqualTo(100);
    }
}
