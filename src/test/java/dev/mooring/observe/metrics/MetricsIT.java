package dev.mooring.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.testbed.Api;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.Testbed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The numbers of two instances that work, and whether the documents name what is there. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricsIT {

    @RegisterExtension
    static final Testbed bed = new Testbed(2);

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Prometheus' own, and labels that it adds. */
    private static final Set<String> PROMETHEUS = Set.of("up");
    private static final Set<String> TARGET_LABELS = Set.of("instance", "job");

    private static String token;
    private static Map<String, Long> servers;

    @Test
    @Order(1)
    void work_showsInTheNumbers() throws Exception {
        Api.Answer made = bed.api().send("POST", "/api/tokens", Map.of("name", "prometheus"));
        token = made.body().path("token").asText();
        servers = bed.enable("Kitchen-", 12);
        bed.balance(0, PATIENCE);
        bed.judge().calls(10);
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(0).calls().answered() >= 60);
        bed.judge().calls(0);
        bed.judge().close("Kitchen-1", 1001);
        await().atMost(PATIENCE).until(() -> sum("mooring_connection_downtime_seconds_count", "cause=reconnect") >= 1);
        bed.settle(PATIENCE);

        assertThat(sum("mooring_owned_servers")).isEqualTo(12);
        await().atMost(PATIENCE).until(() -> sum("mooring_connections", "status=connected") == 12);
        assertThat(sum("mooring_lease_held")).isEqualTo(2);
        assertThat(sum("mooring_cluster_members")).isEqualTo(4);
        await().atMost(PATIENCE).until(() -> sum("mooring_cluster_leaderships") == 1);     // of stale detection, taken with a beat
        assertThat(sum("mooring_ownership_grants_total", "after=release")).isGreaterThanOrEqualTo(12);
        assertThat(sum("mooring_ownership_grants_total", "after=fault")).isZero();
        assertThat(sum("mooring_connection_downtime_seconds_count", "cause=placement")).isGreaterThanOrEqualTo(12);
        assertThat(sum("mooring_connection_reconnects_total", "reason=closed")).isEqualTo(1);
        assertThat(sum("mooring_tool_calls_total", "outcome=ok")).isGreaterThanOrEqualTo(60);
        assertThat(sum("mooring_tool_call_duration_seconds_count")).isGreaterThanOrEqualTo(60);
        assertThat(sum("mooring_connection_frames_total", "direction=in")).isGreaterThanOrEqualTo(60);
        assertThat(sum("mooring_connection_frames_total", "direction=out")).isGreaterThanOrEqualTo(60);
        assertThat(sum("mooring_lease_renewal_seconds_count", "outcome=renewed")).isGreaterThanOrEqualTo(4);
        assertThat(sum("mooring_store_seconds_count", "store=postgresql", "operation=claim", "outcome=ok")).isPositive();
        assertThat(sum("lettuce_command_completion_seconds_count")).isPositive();
        for (Instance instance : bed.running()) {
            Scrape one = scrape(instance);
            assertThat(one.sum("mooring_quota_servers")).isEqualTo(6);
            assertThat(one.sum("mooring_enabled_servers")).isEqualTo(12);
            assertThat(one.sum("mooring_lease_age_seconds")).isBetween(0.0, one.sum("mooring_lease_fence_seconds"));
        }
    }

    @Test
    @Order(2)
    void documents_nameWhatIsThere() throws Exception {
        Scrape scrape = scrape(bed.running().get(0));
        List<String> wrong = new ArrayList<>();
        MonitoringFiles.expressions().forEach((where, expression) -> PromQl.metrics(expression).forEach((metric, labels) -> {
            if (!PROMETHEUS.contains(metric) && !scrape.samples().containsKey(metric)) {
                wrong.add(where + " names " + metric + ", which is not there");
            } else if (!PROMETHEUS.contains(metric)) {
                labels.stream().filter(label -> !TARGET_LABELS.contains(label))
                        .filter(label -> !scrape.samples().get(metric).contains(label))
                        .forEach(label -> wrong.add(where + ": " + metric + " has no label " + label));
            }
        }));
        assertThat(wrong).isEmpty();

        String document = MonitoringFiles.read(Path.of("docs/metrics.md"));
        assertThat(document.lines().filter(line -> line.startsWith("| `mooring_")))
                .as("docs/metrics.md; it should have:\n" + String.join("\n", scrape.ownRows()))
                .containsExactlyElementsOf(scrape.ownRows());
        assertThat(document.lines().filter(line -> line.startsWith("| `")).map(line -> line.split("`")[1])
                .filter(name -> name.matches("[a-z_]+")))
                .allSatisfy(name -> assertThat(scrape.families()).containsKey(name));
        assertThat(scrape.ownRows()).as("each has a description").noneMatch(row -> row.endsWith("|  |"));
    }

    @Test
    @Order(3)
    void moreServers_addNoSeries_andNoLabelNamesThem() throws Exception {
        long before = scrape(bed.running().get(0)).series();
        Map<String, Long> more = bed.enable("Cellar-", 40);
        bed.balance(0, PATIENCE);
        bed.judge().calls(20);
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(0).calls().inFlight() == 0
                && sum("mooring_tool_calls_total", "outcome=ok") >= 150);
        bed.judge().calls(0);
        for (Long id : more.values()) {
            bed.api().get(id);
            bed.api().connection(id);
        }
        Scrape scrape = scrape(bed.running().get(0));
        assertThat(scrape.series()).isLessThan(before + 30).isLessThan(600);
        Set<String> told = new HashSet<>(List.of("Cellar-", "Kitchen-", "correct horse", token.substring(8)));
        servers.keySet().forEach(server -> told.add(bed.judge().address(server).replaceAll(".*token=", "token=")));
        assertThat(told).noneMatch(scrape.text()::contains);
        assertThat(Stream.of("server_id", "serverId", "user", "address")).noneMatch(
                label -> scrape.families().values().stream().anyMatch(family -> family.labels().contains(label)));
    }

    @Test
    @Order(4)
    void killedInstance_showsAsAQuarantineAndThenAsATakeover() throws Exception {
        Instance killed = bed.running().get(1);
        Instance left = bed.running().get(0);
        killed.kill9();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300))
                .until(() -> scrape(left).sum("mooring_quarantined_servers") == 26);
        await().atMost(PATIENCE).until(() -> scrape(left).sum("mooring_ownership_grants_total", "after=fault") == 26);
        bed.settle(PATIENCE);
        Scrape scrape = scrape(left);
        assertThat(scrape.sum("mooring_quarantined_servers")).isZero();
        assertThat(scrape.sum("mooring_connection_downtime_seconds_count", "cause=takeover")).isEqualTo(26);
        assertThat(scrape.sum("mooring_connection_downtime_seconds_sum", "cause=takeover") / 26)
                .isGreaterThan(Testbed.LEASE_TIMEOUT.toMillis() / 1000.0 - 1);
    }

    private static Scrape scrape(Instance instance) throws Exception {
        return Scrape.of(instance.url(), token);
    }

    /** Over all instances. */
    private static double sum(String name, String... labels) throws Exception {
        double sum = 0;
        for (Instance instance : bed.running()) {
            sum += scrape(instance).sum(name, labels);
        }
        return sum;
    }
}
