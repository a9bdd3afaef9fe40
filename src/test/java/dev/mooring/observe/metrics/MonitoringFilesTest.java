package dev.mooring.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.observe.metrics.MonitoringFiles.Alert;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The shipped rules and dashboard by themselves; {@link MetricsIT} holds them against a running program. */
class MonitoringFilesTest {

    @Test
    void eachAlert_saysWhatItIsAndWhereToReadOn() {
        assertThat(MonitoringFiles.alerts()).hasSizeGreaterThan(20).allSatisfy(alert -> {
            assertThat(alert.name()).startsWith("Mooring");
            assertThat(alert.labels()).containsOnlyKeys("severity");
            assertThat(alert.labels().get("severity")).isIn("critical", "warning", "info");
            assertThat(alert.annotations().get("summary")).isNotBlank();
            assertThat(alert.annotations().get("description")).endsWith(".");
            assertThat(alert.annotations().get("runbook_url")).isEqualTo("docs/operations.md#"
                    + alert.name().replaceAll("(?<!^)(?=[A-Z])", "-").toLowerCase());
        }).extracting(Alert::name).doesNotHaveDuplicates();
    }

    @Test
    void panels_haveATitleADescriptionAnIdOfTheirOwnAndAPlace() {
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : MonitoringFiles.dashboard().get("panels")) {
            assertThat(ids.add(panel.get("id").asInt())).as(panel.get("title").asText()).isTrue();
            assertThat(panel.get("gridPos").get("x").asInt() + panel.get("gridPos").get("w").asInt()).isLessThanOrEqualTo(24);
            if (!panel.get("type").asText().equals("row")) {
                assertThat(panel.get("description").asText()).as(panel.get("title").asText()).isNotBlank();
                assertThat(panel.get("targets")).isNotEmpty();
                assertThat(panel.get("datasource").get("uid").asText()).isEqualTo("${datasource}");
            }
        }
        assertThat(ids).hasSizeGreaterThan(20);
    }

    @Test
    void scrapeConfiguration_readsTheMetricsOfTheJobThatTheRulesName_withATokenFromAFile() {
        Map<String, Object> file = new Yaml().load(MonitoringFiles.read(MonitoringFiles.FOLDER.resolve("prometheus.yml")));
        assertThat(file.get("rule_files").toString()).contains("alerts.yml");
        assertThat(file.get("scrape_configs").toString()).contains("job_name=mooring", "metrics_path=/actuator/prometheus",
                "credentials_file=").doesNotContain("credentials=");
    }

    @Test
    void expression_isTakenApart() {
        assertThat(PromQl.metrics("sum by (le) (rate(a_b{c=\"x(y\",d=~\"z\"}[5m])) > 0.5 and e{} * 60 or vector(0)"))
                .isEqualTo(Map.of("a_b", Set.of("c", "d"), "e", Set.of()));
        assertThatThrownBy(() -> PromQl.metrics("sun(a)")).hasMessageContaining("'sun' is no known function");
        assertThatThrownBy(() -> PromQl.metrics("sum(a))")).hasMessageContaining("brackets");
        assertThat(MonitoringFiles.expressions()).hasSizeGreaterThan(50)
                .allSatisfy((where, expression) -> assertThat(PromQl.metrics(expression)).as(where).isNotEmpty());
    }
}
