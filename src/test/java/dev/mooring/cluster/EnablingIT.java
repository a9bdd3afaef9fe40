package dev.mooring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.judge.Verdict;
import dev.mooring.testbed.Api;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.Testbed;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers are switched on and off on any of two instances, whoever owns the connection. */
class EnablingIT {

    @RegisterExtension
    static final Testbed bed = new Testbed(2);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @AfterEach
    void noServers() {
        bed.clear();
    }

    private static Instance other(Instance one) {
        return bed.running().stream().filter(each -> each != one).findFirst().orElseThrow();
    }

    @Test
    void enabledAndDisabledWhereItIsNotOwned_connectsAndCloses() {
        long server = bed.register("far");
        bed.judge().want("far", true);
        bed.api().enable(server);
        bed.settle(PATIENCE);
        Api stranger = other(bed.owner(server)).api();

        bed.judge().want("far", false);
        stranger.disable(server);
        bed.settle(PATIENCE);
        assertThat(bed.judge().verdict(0).stillOpen()).isEmpty();

        for (Instance instance : bed.running()) {   // one of them will not be the owner
            bed.judge().want("far", true);
            instance.api().enable(server);
            bed.settle(PATIENCE);
            bed.judge().want("far", false);
            other(instance).api().disable(server);
            bed.settle(PATIENCE);
        }
        Verdict verdict = bed.judge().verdict(0);
        assertThat(verdict.clean()).as(verdict.toString()).isTrue();
        assertThat(verdict.overlap().sockets()).isZero();
    }

    @Test
    void deletedServer_isClosedAndItsKeysGo() {
        long server = bed.register("gone");
        bed.judge().want("gone", true);
        bed.api().enable(server);
        bed.settle(PATIENCE);
        Api stranger = other(bed.owner(server)).api();
        bed.judge().want("gone", false);
        stranger.delete(server);
        bed.settle(PATIENCE);
        assertThat(stranger.send("GET", "/api/mcp-servers/" + server, null).status()).isEqualTo(404);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bed.redis().commands()
                .exists("mcp:connection:" + server, "mcp:lock:connection:" + server)).isZero());
    }

    @Test
    void bothInstancesEnableTheSameServersAtOnce_eachIsConnectedOnce() {
        Map<String, Long> servers = bed.enable("both", 10);
        bed.running().parallelStream().forEach(instance -> instance.api().enable(servers.values()));
        bed.settle(PATIENCE);
        Verdict verdict = bed.judge().verdict(0);
        assertThat(verdict.clean()).as(verdict.toString()).isTrue();
        assertThat(verdict.overlap().sockets()).isZero();
        bed.judge().want(servers.keySet(), false);
        bed.api().disable(servers.values());
        bed.settle(PATIENCE);
    }
}
