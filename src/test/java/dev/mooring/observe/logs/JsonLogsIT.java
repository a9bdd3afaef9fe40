package dev.mooring.observe.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.TestRedis;
import dev.mooring.testbed.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The program with JSON logs, through a lost lease: what its lines say. */
class JsonLogsIT {

    @RegisterExtension
    static final Testbed bed = new Testbed(1, TestRedis::start, List.of("--logging.structured.format.console=logstash"));

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyLineIsJson_namesTheInstance_andTheServerItIsAbout() {
        Instance instance = bed.running().get(0);
        Map<String, Long> servers = bed.enable("logs", 2);
        bed.settle(PATIENCE);
        String before = instance.api().ownInstanceId();
        bed.redis().stop();
        await().atMost(PATIENCE).until(() -> instance.log().contains("lease lost,"));
        bed.redis().restart();
        bed.settle(PATIENCE);
        String after = instance.api().ownInstanceId();
        assertThat(after).isNotEqualTo(before);
        instance.sigterm();

        List<JsonNode> lines = instance.log().lines().map(JsonLogsIT::parsed).toList();
        assertThat(lines).allSatisfy(line -> assertThat(line.path("instance").asText()).isIn("none", before, after));
        assertThat(lines.get(0).path("instance").asText()).isEqualTo("none");
        List<JsonNode> ofServers = lines.stream().filter(line -> line.path("message").asText().contains("server=")).toList();
        assertThat(ofServers).hasSizeGreaterThan(8).allSatisfy(line -> {
            String message = line.path("message").asText();
            assertThat(message).contains("server=" + line.path("serverId").asText() + " ")
                    .contains("name=\"" + line.path("serverName").asText() + "\"")
                    .contains("instance=" + line.path("instance").asText())
                    .contains("epoch=" + line.path("epoch").asText());
        });
        for (Long server : servers.values()) {
            assertThat(ofServers.stream().filter(line -> line.path("serverId").asText().equals(server.toString()))
                    .map(line -> line.path("instance").asText())).contains(before, after);
        }
        assertThat(instance.log()).doesNotContain("token=").doesNotContain(Instance.PASSWORD);
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + line, e);
        }
    }
}
