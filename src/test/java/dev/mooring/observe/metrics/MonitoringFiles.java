package dev.mooring.observe.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/** The files in docs/monitoring that Prometheus and Grafana read. */
final class MonitoringFiles {

    static final Path FOLDER = Path.of("docs/monitoring");

    /** One rule of alerts.yml. */
    record Alert(String name, String expression, Map<String, String> labels, Map<String, String> annotations) {
    }

    private MonitoringFiles() {
    }

    @SuppressWarnings("unchecked")
    static List<Alert> alerts() {
        Map<String, List<Map<String, Object>>> file = new Yaml().load(read(FOLDER.resolve("alerts.yml")));
        return file.get("groups").stream().flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                .map(rule -> new Alert((String) rule.get("alert"), (String) rule.get("expr"),
                        (Map<String, String>) rule.get("labels"), (Map<String, String>) rule.get("annotations"))).toList();
    }

    static JsonNode dashboard() {
        try {
            return new ObjectMapper().readTree(read(FOLDER.resolve("grafana/dashboards/mooring.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All expressions by where they stand. */
    static Map<String, String> expressions() {
        Map<String, String> expressions = new TreeMap<>();
        alerts().forEach(alert -> expressions.put("alert " + alert.name(), alert.expression()));
        for (JsonNode panel : dashboard().get("panels")) {
            List<JsonNode> targets = new ArrayList<>();
            panel.path("targets").forEach(targets::add);
            targets.forEach(target -> expressions.put("panel " + panel.get("title").asText() + " "
                    + target.get("refId").asText(), target.get("expr").asText()));
        }
        return expressions;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
