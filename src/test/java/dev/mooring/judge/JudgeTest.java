package dev.mooring.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mooring.judge.FakeClient.Fault;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge judged: a client that breaks one promise on purpose must be caught for that one and no other. */
class JudgeTest {

    private final Vertx vertx = Vertx.vertx();
    private final Judge judge = Judge.start();

    @AfterEach
    void stop() {
        judge.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private FakeClient client(String server, Fault fault) throws Exception {
        return new FakeClient(vertx, judge.address(server), fault);
    }

    private Verdict verdictOnce(Predicate<Verdict> seen) {
        return await().atMost(Duration.ofSeconds(10)).until(() -> judge.verdict(0), seen);
    }

    @Test
    void honestClient_isClean() throws Exception {
        judge.want(List.of("s1", "s2"), true);
        try (FakeClient one = client("s1", Fault.NONE); FakeClient two = client("s2", Fault.NONE)) {
            verdictOnce(Verdict::settled);
            judge.calls(50);
            judge.pings("s1", 100);
            Verdict verdict = verdictOnce(v -> v.calls().answered() > 20);
            assertThat(verdict.clean()).as(verdict.toString()).isTrue();
            assertThat(verdict.calls().errors()).isZero();
            assertThat(verdict.overlap().sockets()).isZero();
            assertThat(verdict.row("none")).contains("| none | ");
        }
    }

    @Test
    void twoSocketsAnsweringAtOnce_isActingOverlap() throws Exception {
        judge.calls(20);
        try (FakeClient older = client("s1", Fault.NONE); FakeClient newer = client("s1", Fault.NONE)) {
            Verdict verdict = verdictOnce(v -> v.overlap().strict() > 2);
            assertThat(verdict.clean()).isFalse();
            assertThat(verdict.overlap().acting()).isGreaterThanOrEqualTo(verdict.overlap().strict());
            assertThat(verdict.overlap().openMillis()).isPositive();
            assertThat(verdict.findings()).anyMatch(finding -> finding.startsWith("s1 at +"));
        }
    }

    @Test
    void silentOlderSocket_isOpenOverlapOnly() throws Exception {
        try (FakeClient older = client("s1", Fault.NEVER_ANSWERS_CALLS)) {
            judge.want("s1", true);
            verdictOnce(Verdict::settled);
            judge.pings("s1", 1);
            try (FakeClient newer = client("s1", Fault.NONE)) {
                judge.call("s1");
                judge.webSocketPing("s1");
                Verdict verdict = verdictOnce(v -> v.overlap().control() > 0 && v.overlap().openMillis() > 0);
                assertThat(verdict.overlap().acting()).isZero();
                assertThat(verdict.overlap().strict()).isZero();
                assertThat(verdict.overlap().sockets()).isEqualTo(1);
            }
        }
    }

    @Test
    void breakBeforeMake_isNoOverlapButAGap() throws Exception {
        judge.want("s1", true);
        judge.calls(50);
        client("s1", Fault.NONE).close();
        long since = judge.now();
        await().until(() -> !judge.verdict(since).settled());
        try (FakeClient newer = client("s1", Fault.NONE)) {
            Verdict verdict = verdictOnce(v -> v.settled() && v.calls().answered() > 3);
            assertThat(verdict.clean()).as(verdict.toString()).isTrue();
            assertThat(verdict.overlap().sockets()).isZero();
            assertThat(judge.verdict(since).gap().servers()).isEqualTo(1);
            assertThat(judge.verdict(since).recoveryMillis()).isNotNegative();
        }
    }

    @Test
    void lostFirstFrame_isFound() throws Exception {
        judge.patience(Duration.ofMillis(300));
        try (FakeClient deaf = client("s1", Fault.LOSES_FIRST_FRAME)) {
            Verdict verdict = verdictOnce(v -> v.frames().firstLost() > 0);
            assertThat(verdict.clean()).isFalse();
        }
    }

    @Test
    void callAnsweredTwice_isFound() throws Exception {
        judge.calls(20);
        try (FakeClient eager = client("s1", Fault.ANSWERS_TWICE)) {
            assertThat(verdictOnce(v -> v.calls().duplicated() > 0).clean()).isFalse();
        }
    }

    @Test
    void pingsAnsweredBackwards_areOutOfOrder() throws Exception {
        judge.want("s1", true);
        try (FakeClient shuffling = client("s1", Fault.ANSWERS_PINGS_BACKWARDS)) {
            verdictOnce(v -> {
                judge.pings("s1", 5);
                return v.frames().outOfOrder() > 0;
            });
        }
    }

    @Test
    void callNeverAnsweredOnALiveSocket_isLost_butNotWhenTheSocketDied() throws Exception {
        judge.patience(Duration.ofMillis(300));
        judge.calls(20);
        try (FakeClient idle = client("s1", Fault.NEVER_ANSWERS_CALLS)) {
            verdictOnce(v -> v.calls().lost() > 0);
        }
        judge.patience(Duration.ofSeconds(60));
        Verdict verdict = verdictOnce(v -> v.calls().inFlight() == 0);
        assertThat(verdict.calls().lost()).isZero();
        assertThat(verdict.calls().lostWithSocket()).isPositive();
    }

    @Test
    void resultWithoutItsNumber_isWrong() throws Exception {
        judge.calls(20);
        try (FakeClient forgetful = client("s1", Fault.FORGETS_NUMBER)) {
            assertThat(verdictOnce(v -> v.calls().wrong() > 0).clean()).isFalse();
        }
    }

    @Test
    void unwantedServer_isStillOpenUntilItCloses() throws Exception {
        judge.want("s1", false);
        try (FakeClient client = client("s1", Fault.NONE)) {
            assertThat(verdictOnce(v -> !v.stillOpen().isEmpty()).closedMillis()).isEqualTo(-1);
        }
        assertThat(verdictOnce(Verdict::settled).closedMillis()).isPositive();
    }

    @Test
    void refusals_areWhatWasAskedFor() throws Exception {
        judge.behave("s1", Behaviour.refuse(503));
        assertThatThrownBy(() -> client("s1", Fault.NONE)).hasMessageContaining("503");
        judge.behave("s1", Behaviour.refuse(Behaviour.RESET));
        assertThatThrownBy(() -> client("s1", Fault.NONE)).hasMessageMatching("(?si).*(reset|closed).*");
        judge.behave("s1", Behaviour.slowHandshake(300));
        long begin = System.nanoTime();
        client("s1", Fault.NONE).close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(290));
        assertThat(judge.verdict(0).refused()).isEqualTo(2);
        assertThatThrownBy(() -> new FakeClient(vertx, judge.address("s1").replace("/mcp/", "/mcp"), Fault.NONE))
                .hasMessageContaining("403");
        FakeClient stranger = new FakeClient(vertx, judge.address("s1").replace("%2B", "+"), Fault.NONE);
        await().until(stranger::closed);
        assertThat(stranger.closeCode()).isEqualTo((short) 1008);
    }

    @Test
    void flapAndCloseCode_closeWhatIsOpen() throws Exception {
        judge.behave(null, Behaviour.closing(4001, 50));
        FakeClient coded = client("s1", Fault.NONE);
        await().until(coded::closed);
        assertThat(coded.closeCode()).isEqualTo((short) 4001);
        judge.behave(null, Behaviour.flap(50));
        await().until(client("s2", Fault.NONE)::closed);
        judge.behave(null, Behaviour.NORMAL);
        FakeClient calm = client("s3", Fault.NONE);
        judge.close("s3", 1012);
        await().until(calm::closed);
        assertThat(calm.closeCode()).isEqualTo((short) 1012);
    }

    @Test
    void relay_closesTheOlderSocketAndDeafensTheNewer() throws Exception {
        judge.want("s1", true);
        judge.behave(null, Behaviour.relay());
        FakeClient older = client("s1", Fault.NONE);
        verdictOnce(Verdict::settled);
        try (FakeClient newer = client("s1", Fault.NONE)) {
            await().until(older::closed);
            Verdict verdict = verdictOnce(v -> !v.settled());
            assertThat(newer.closed()).isFalse();
            assertThat(verdict.clean()).as(verdict.toString()).isTrue();
        }
    }

    @Test
    void mutePings_areNotAnswered_othersAre() throws Exception {
        judge.behave("mute", Behaviour.mute());
        try (FakeClient mute = client("mute", Fault.NONE); FakeClient heard = client("heard", Fault.NONE)) {
            mute.ping();
            heard.ping();
            await().until(() -> heard.pongs.get() == 1);
            judge.want(List.of("mute", "heard"), true);
            verdictOnce(Verdict::settled);
            assertThat(mute.pongs).hasValue(0);
        }
    }

    @Test
    void bigFramesAndNoise_arrive() throws Exception {
        judge.behave("big", Behaviour.bigFrames(4 << 20));
        judge.behave("garbage", Behaviour.noisy(Behaviour.Noise.GARBAGE));
        judge.behave("binary", Behaviour.noisy(Behaviour.Noise.BINARY));
        judge.want(List.of("big", "garbage", "binary"), true);
        try (FakeClient big = client("big", Fault.NONE); FakeClient garbage = client("garbage", Fault.NONE);
             FakeClient binary = client("binary", Fault.NONE)) {
            judge.calls(5);
            verdictOnce(v -> v.calls().answered() >= 6);
            await().until(() -> garbage.complaints.get() > 0 && binary.complaints.get() > 0);
        }
    }

    @Test
    void judgeOfItsOwnProcess_judgesTheSame(@TempDir Path folder) throws Exception {
        Path journal = folder.resolve("journal.jsonl");
        ProcessHandle handle;
        try (JudgeProcess remote = JudgeProcess.start(journal)) {
            handle = remote.handle();
            remote.want("s1", true);
            remote.behave(null, Behaviour.slowHandshake(20));
            remote.calls(20);
            try (FakeClient twice = new FakeClient(vertx, remote.address("s1"), Fault.ANSWERS_TWICE)) {
                Verdict verdict = await().until(() -> remote.verdict(0), v -> v.calls().duplicated() > 0);
                assertThat(verdict.settled()).isTrue();
                assertThat(remote.now()).isGreaterThan(verdict.now());
            }
        }
        assertThat(handle.isAlive()).isFalse();
        assertThat(Files.readString(journal)).contains("\"type\":\"initialize\"");
    }
}
