package dev.mooring.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class ConfigurationFailureAnalyzerTest {

    private final ConfigurationFailureAnalyzer analyzer = new ConfigurationFailureAnalyzer();

    /** As a property record of ours that checks its values. */
    record Fence(int low, int high) {
        Fence {
            if (low >= high) {
                throw new IllegalArgumentException("low must be less than high");
            }
        }
    }

    @Test
    void badDuration_isNamedWithItsValue() {
        assertThat(bind("mooring.ownership.fence", "soon", Bindable.of(Duration.class)))
                .isEqualTo("mooring.ownership.fence=soon is not a duration such as 500ms, 30s or 5m.");
    }

    @Test
    void recordThatRefusesItsValues_saysWhy() {
        String sentence = sentence(Map.of("mooring.fence.low", "3", "mooring.fence.high", "2"), "mooring.fence",
                Bindable.of(Fence.class));
        assertThat(sentence).startsWith("mooring.fence").contains("low must be less than high");
    }

    @Test
    void secret_isNotRepeated() {
        assertThat(bind("mooring.admin-password", "hunter2", Bindable.of(Duration.class))).doesNotContain("hunter2");
    }

    @Test
    void failureOfSomethingElse_isLeftToOthers() {
        assertThat(analyzer.analyze(new IllegalStateException("x"))).isNull();
    }

    private String bind(String name, String value, Bindable<?> target) {
        return sentence(Map.of(name, value), name, target);
    }

    private String sentence(Map<String, String> values, String name, Bindable<?> target) {
        try {
            new Binder(new MapConfigurationPropertySource(values)).bind(name, target);
        } catch (BindException e) {
            FailureAnalysis analysis = analyzer.analyze(e);
            return analysis.getDescription();
        }
        throw new AssertionError("was accepted");
    }
}
