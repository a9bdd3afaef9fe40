package dev.mooring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.judge.Verdict;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.Snapshot;
import dev.mooring.testbed.Testbed;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What becomes of connections when owners end, stall or come, under steady calls. Three instances share one Redis, one
 * PostgreSQL and one endpoint, and the endpoint judges. Waits are generous: they bound a hang, they measure nothing.
 */
class OwnershipIT {

    @RegisterExtension
    static final Testbed bed = new Testbed(3);

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SERVERS = 12;

    private Map<String, Long> servers;
    private long since;
    private Snapshot before;

    @BeforeEach
    void everyServerConnectedAndCalled() {
        bed.atLeast(3);
        bed.judge().patience(Duration.ofSeconds(30));
        servers = bed.enable("s", SERVERS);
        bed.balance(bed.judge().now(), PATIENCE);
        bed.judge().calls(4);
        since = bed.judge().now();
        before = bed.snapshot();
        awaitCalls();
    }

    @AfterEach
    void noServers() {
        bed.clear();
    }

    /** Waits until calls were answered, so that a fault meets a cluster at work. */
    private void awaitCalls() {
        long begin = bed.judge().now();
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(begin).calls().answered() >= SERVERS * 2);
    }

    /** What holds after any fault: nothing acted twice, all is back, epochs rose, the locks agree. */
    private Verdict judged() {
        awaitCalls();
        bed.judge().calls(0);
        await().atMost(PATIENCE).until(() -> bed.judge().verdict(since).calls().inFlight() == 0);
        Verdict verdict = bed.judge().verdict(since);
        assertThat(verdict.clean()).as(verdict.toString()).isTrue();
        assertThat(verdict.settled()).as(verdict.toString()).isTrue();
        assertThat(verdict.calls().errors()).as(verdict.toString()).isZero();
        Snapshot after = bed.snapshot();
        assertThat(after.epochFaultsSince(before)).isEmpty();
        await().atMost(PATIENCE).untilAsserted(
                () -> assertThat(bed.snapshot().lockFaults(bed.redis().commands())).isEmpty());
        return verdict;
    }

    @Test
    void nothingHappens_everyServerHasOneConnectionAndKeepsIt() {
        bed.judge().pings(null, 50);
        Verdict verdict = judged();
        assertThat(verdict.handshakes()).as(verdict.toString()).isZero();
        assertThat(verdict.gap().servers()).isZero();
        assertThat(bed.snapshot().movesSince(before)).isZero();
    }

    @Test
    void ownerTerminated_handsItsServersOver() {
        Instance owner = bed.owner(servers.get("s1"));
        Snapshot before = bed.snapshot();
        int owned = before.counts().get(owner.instanceId());
        assertThat(owner.sigterm()).as("ended by itself after SIGTERM: %s", owner.tail()).isTrue();
        bed.balance(since, PATIENCE);
        Verdict verdict = judged();
        assertThat(verdict.overlap().sockets()).as(verdict.toString()).isZero();
        assertThat(bed.snapshot().movesSince(before)).as("each moves once, none back to the one that leaves").isEqualTo(owned);
    }

    @Test
    void ownerKilled_othersTakeItsServers() {
        Instance owner = bed.owner(servers.get("s1"));
        owner.kill9();
        await().atMost(PATIENCE).until(() -> bed.api().cluster().path("quarantine").path(0).path("servers").asInt() > 0);
        bed.balance(since, PATIENCE);
        await().atMost(PATIENCE).until(() -> bed.api().cluster().path("quarantine").isEmpty());
        judged();
    }

    @Test
    void ownerPausedPastItsLease_writesNothingAfterwards() throws Exception {
        Instance owner = bed.owner(servers.get("s1"));
        bed.judge().patience(Duration.ofSeconds(80));   // calls sent to the paused one are lost with its socket
        owner.pause();
        try {
            bed.balance(since, PATIENCE);   // the two others have everything now
            awaitCalls();
        } finally {
            owner.resume();
        }
        bed.balance(since, PATIENCE);       // and the third is back among them, under a new id
        TimeUnit.SECONDS.sleep(2);          // what it might still write has nothing that could be awaited
        Verdict verdict = judged();
        assertThat(verdict.overlap().acting()).as(verdict.toString()).isZero();
        assertThat(verdict.overlap().strict()).as(verdict.toString()).isZero();
    }

    @Test
    void redisRestartedWithItsData_disconnectsNothing() {
        bed.redis().stop();
        bed.redis().restart();
        awaitCalls();
        bed.balance(since, PATIENCE);
        Verdict verdict = judged();
        assertThat(verdict.handshakes()).as(verdict.toString()).isZero();
        assertThat(bed.snapshot().movesSince(before)).isZero();
    }

    @Test
    void anotherInstanceJoins_getsItsShareAndNoMoreMoves() {
        Instance joined = bed.start().awaitReady();
        bed.balance(since, PATIENCE);
        Snapshot after = bed.snapshot();
        assertThat(servers.values().stream().map(after::owner).filter(joined::owns)).hasSizeBetween(2, 4);
        assertThat(after.movesSince(before)).isEqualTo(SERVERS / 4);
        judged();
        joined.sigterm();
    }
}
