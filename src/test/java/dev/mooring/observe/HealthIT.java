package dev.mooring.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.testbed.Api;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.TcpProxy;
import dev.mooring.testbed.TestPostgres;
import dev.mooring.testbed.Testbed;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the probes and the health of an instance say, while another one is well and watches. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HealthIT {

    @RegisterExtension
    static final Testbed bed = new Testbed(1);

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static TcpProxy redis;
    private static TcpProxy postgres;
    private static Instance instance;
    private static Api other;

    @BeforeAll
    static void oneBehindProxies() {
        redis = TcpProxy.to(bed.redis().port());
        postgres = TcpProxy.to(TestPostgres.shared().port());
        other = bed.api();
        instance = bed.start(bed.database().via(postgres.port()), "redis://127.0.0.1:" + redis.port()).awaitReady();
        bed.enable("health", 6);
        bed.balance(0, PATIENCE);
    }

    @AfterAll
    static void noProxies() {
        redis.close();
        postgres.close();
    }

    @Test
    @Order(1)
    void redisCutOff_thenBack_thenDrained_readinessAndTheClusterSayTheSame() throws Exception {
        try (Agreement agreement = new Agreement(instance)) {
            await().atMost(PATIENCE).until(() -> agreement.isNow("LIVE"));
            redis.cut();
            await().atMost(PATIENCE).until(() -> agreement.isNow("SILENT"));
            await().atMost(PATIENCE).until(() -> quarantined() > 0);
            await().atMost(PATIENCE).until(() -> agreement.isNow("FENCED"));
            redis.restore();
            await().atMost(PATIENCE).until(() -> agreement.isNow("LIVE"));

            String id = instance.api().ownInstanceId();
            // a new one; the other instance hears of it with a beat
            await().atMost(PATIENCE).until(() -> other.members().toString().contains(id));
            String drain = "/api/cluster/instances/" + id + "/drain";
            assertThat(other.send("POST", drain, null).status()).isEqualTo(204);
            await().atMost(PATIENCE).until(() -> agreement.isNow("DRAINING"));
            assertThat(other.send("DELETE", drain, null).status()).isEqualTo(204);
            await().atMost(PATIENCE).until(() -> agreement.isNow("LIVE"));
            assertThat(agreement.faults()).isEmpty();
            assertThat(agreement.seen()).contains("LIVE", "SILENT", "FENCED", "DRAINING");
        }
    }

    @Test
    @Order(2)
    void endpointRefuses_turnsNothingRed() {
        long refused = bed.api().create("refused", "ws://127.0.0.1:1/mcp/?token=s3cret");
        bed.api().enable(refused);
        await().atMost(PATIENCE).until(() -> !bed.api().connection(refused).path("LastError").asText("").isEmpty()
                || !bed.api().connection(refused).path("lastError").asText("").isEmpty());
        for (Instance each : bed.running()) {
            JsonNode health = each.api().send("GET", "/actuator/health", null).body();
            assertThat(health.path("status").asText()).as(health.toString()).isEqualTo("UP");
            assertThat(health.at("/components/camel/details/context").asText()).isEqualTo("Started");
            assertThat(health.toString()).doesNotContain("s3cret").doesNotContain("mcp-server-").doesNotContain("password");
            assertThat(each.ready()).isTrue();
        }
        bed.api().delete(refused);
    }

    @Test
    @Order(3)
    void withoutToken_theProbesTellTheStatusAndNothingElse() {
        Api nobody = new Api(instance.url());
        assertThat(nobody.send("GET", "/actuator/health/readiness", null).body().toString()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(nobody.send("GET", "/actuator/health/liveness", null).body().toString()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(nobody.send("GET", "/actuator/health", null).status()).isEqualTo(401);
        JsonNode full = instance.api().send("GET", "/actuator/health/readiness", null).body();
        assertThat(full.at("/components/ownership/details/phase").asText()).isEqualTo("LIVE");
    }

    @Test
    @Order(4)
    void postgresqlDown_staysReady_forItsConnectionsLive() {
        postgres.cut();
        try {
            // a query that had begun waits for its socket's timeout, 30 s, as does who asked
            await().atMost(PATIENCE).ignoreException(UncheckedIOException.class).until(() -> new Api(instance.url()).send("POST", "/api/auth/login",
                    Map.of("username", "admin", "password", Instance.PASSWORD)).status() == 503);
            assertThat(instance.ready()).isTrue();
        } finally {
            postgres.restore();
        }
        await().atMost(PATIENCE).until(() -> instance.api().send("GET", "/actuator/health", null).status() == 200);
    }

    @Test
    @Order(5)
    void whileStarting_asksToTryAgain_andNothingIsAnsweredBeforeAllIsThere() {
        Instance starting = bed.start();
        List<Integer> statuses = new ArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            starting.ready(); // finds its port
            if (starting.url().endsWith(":0")) {
                return false;
            }
            statuses.add(new Api(starting.url()).send("POST", "/api/auth/login",
                    Map.of("username", "admin", "password", Instance.PASSWORD)).status());
            return statuses.get(statuses.size() - 1) != 503;
        });
        assertThat(statuses.remove(statuses.size() - 1)).isEqualTo(200);
        assertThat(statuses).isNotEmpty().containsOnly(503);
        assertThat(starting.api().send("GET", "/api/mcp-servers", null).status()).isEqualTo(200);
    }

    private static int quarantined() {
        int servers = 0;
        for (JsonNode one : other.cluster().path("quarantine")) {
            servers += one.path("servers").asInt();
        }
        return servers;
    }
}
