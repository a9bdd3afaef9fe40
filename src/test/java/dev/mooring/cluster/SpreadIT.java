package dev.mooring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.judge.Verdict;
import dev.mooring.testbed.Snapshot;
import dev.mooring.testbed.Testbed;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Fifty servers, enabled at once, over three instances. */
class SpreadIT {

    @RegisterExtension
    static final Testbed bed = new Testbed(3);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void fiftyServersEnabledAtOnce_areSpreadEvenlyWithoutDuplicates() {
        Map<String, Long> servers = bed.enable("many", 50);
        bed.balance(0, PATIENCE);
        Snapshot snapshot = bed.snapshot();
        assertThat(snapshot.counts().values()).containsExactlyInAnyOrder(16, 17, 17);
        assertThat(snapshot.lockFaults(bed.redis().commands())).isEmpty();

        bed.judge().calls(2);
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(0).calls().answered() >= 200);
        bed.judge().calls(0);
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(0).calls().inFlight() == 0);
        Verdict verdict = bed.judge().verdict(0);
        assertThat(verdict.clean()).as(verdict.toString()).isTrue();
        assertThat(verdict.calls().errors()).as(verdict.toString()).isZero();
        assertThat(verdict.overlap().sockets()).as(verdict.toString()).isZero();
        assertThat(verdict.handshakes()).as(verdict.toString()).isEqualTo(50);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bed.redis().commands()
                .scard("mcp:connections:all")).isEqualTo(50));
        assertThat(bed.api().members()).hasSize(3);
        assertThat(bed.api().connection(servers.get("many1")).path("status").asText()).isEqualTo("Connected");

        bed.judge().want(servers.keySet(), false);
        bed.api().disable(servers.values());
        bed.settle(PATIENCE);
    }
}
