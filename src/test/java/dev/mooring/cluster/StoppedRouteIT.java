package dev.mooring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.judge.Verdict;
import dev.mooring.testbed.Api;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.Testbed;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A route is stopped by hand, as Hawtio does it, and stays so until somebody starts it, whatever happens to its owner. */
class StoppedRouteIT {

    @RegisterExtension
    static final Testbed bed = new Testbed(2);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static void byHand(Instance owner, long server, String operation) {
        Api.Answer answer = owner.api().send("POST", "/actuator/jolokia", Map.of("type", "exec", "operation", operation,
                "mbean", "org.apache.camel:context=mooring,type=routes,name=\"mcp-server-" + server + "\""));
        assertThat(answer.body().path("status").asInt()).as(answer.toString()).isEqualTo(200);
    }

    private static void awaitStatus(long server, String status) {
        await().atMost(PATIENCE).until(() -> bed.running().stream()
                .allMatch(one -> one.api().get(server).path("status").asText().equals(status)));
    }

    @Test
    void stoppedRoute_staysStoppedOnItsNextOwner_andStartsThereByRest() {
        long server = bed.register("stopped");
        bed.enable("other", 3);
        bed.judge().want("stopped", true);
        bed.api().enable(server);
        bed.settle(PATIENCE);
        Instance owner = bed.owner(server);

        bed.judge().want("stopped", false);
        byHand(owner, server, "stop()");
        bed.settle(PATIENCE);
        awaitStatus(server, "Stopped");
        assertThat(bed.api().connection(server).path("stoppedBy").asText()).isEqualTo("admin");
        assertThat(bed.owner(server)).as("keeps the lock").isEqualTo(owner);

        owner.kill9();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> bed.owner(server).running());    // the dead one is not found
        bed.settle(PATIENCE);
        awaitStatus(server, "Stopped");

        bed.judge().want("stopped", true);
        assertThat(bed.api().send("POST", "/api/mcp-servers/" + server + "/restart", null).status()).isEqualTo(204);
        Verdict verdict = bed.settle(PATIENCE);
        assertThat(verdict.overlap().acting()).as(verdict.toString()).isZero();
        awaitStatus(server, "Connected");
        assertThat(bed.api().get(server).has("stoppedBy")).isFalse();

        bed.judge().want("stopped", false);
        byHand(bed.owner(server), server, "stop()");
        bed.settle(PATIENCE);
        bed.judge().want("stopped", true);
        byHand(bed.owner(server), server, "start()");
        bed.settle(PATIENCE);
        awaitStatus(server, "Connected");
    }
}
