package dev.mooring.mcp.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BackendPropertiesTest {

    private static BackendProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("mooring.mcp", BackendProperties.class);
    }

    @Test
    void defaults_areThoseOfTheProgram_andProgramsAreOff() {
        assertThat(bind(Map.of())).isEqualTo(BackendProperties.defaults());
        assertThat(BackendProperties.defaults().stdio().enabled()).isFalse();
        assertThat(bind(Map.of("mooring.mcp.sync-interval", "0s")).syncInterval()).isZero();
    }

    @Test
    void valuesOutOfTheirRange_areRefusedByName() {
        Map.of("idle-timeout", "100ms", "sync-interval", "1s", "circuit-breaker.calls", "1", "circuit-breaker.failure-rate",
                "101", "circuit-breaker.open-for", "2h").forEach((name, value) ->
                        assertThatThrownBy(() -> bind(Map.of("mooring.mcp." + name, value))).rootCause()
                                .hasMessageStartingWith("mooring.mcp." + name));
    }
}
