package dev.mooring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.judge.Verdict;
import dev.mooring.testbed.Api;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.Testbed;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An instance is emptied by REST, as for an upgrade, and filled again. */
class DrainIT {

    @RegisterExtension
    static final Testbed bed = new Testbed(2);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void drainedInstance_handsEverythingOver_takesNothing_andComesBack() {
        bed.enable("drain", 10);
        bed.balance(0, PATIENCE);
        Instance drained = bed.running().get(0);
        Api other = bed.running().get(1).api();
        String id = drained.instanceId();
        String path = "/api/cluster/instances/" + id + "/drain";
        bed.judge().calls(5);

        assertThat(other.send("POST", path, null).status()).isEqualTo(204);
        await().atMost(PATIENCE).until(() -> bed.snapshot().counts().getOrDefault(id, 0) == 0 && bed.snapshot().unowned() == 0);
        await().atMost(PATIENCE).until(() -> !drained.ready());
        assertThat(drained.running()).isTrue();
        Verdict verdict = bed.settle(PATIENCE);
        assertThat(verdict.clean()).as(verdict.toString()).isTrue();
        await().atMost(PATIENCE).until(() -> other.members().stream().anyMatch(m -> m.path("instanceId").asText().equals(id)
                && m.path("phase").asText().equals("DRAINING")));   // seen with the next beat

        assertThat(other.send("DELETE", path, null).status()).isEqualTo(204);
        await().atMost(PATIENCE).until(() -> bed.snapshot().imbalance(2) <= 1);
        await().atMost(PATIENCE).until(drained::ready);
        bed.judge().calls(0);
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(0).calls().inFlight() == 0);
        Verdict after = bed.settle(PATIENCE);
        assertThat(after.clean()).as(after.toString()).isTrue();
    }

    @Test
    void unknownInstance_isToldSo() {
        Api.Answer answer = bed.api().send("POST", "/api/cluster/instances/nobody:1:2/drain", null);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().path("detail").asText()).contains("GET /api/cluster");
    }
}
