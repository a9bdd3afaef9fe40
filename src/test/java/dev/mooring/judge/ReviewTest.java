package dev.mooring.judge;

import static dev.mooring.judge.Event.Kind.CLOSE;
import static dev.mooring.judge.Event.Kind.HANDSHAKE;
import static dev.mooring.judge.Event.Kind.IN;
import static dev.mooring.judge.Event.Kind.OUT;
import static dev.mooring.judge.Event.Kind.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of the verdict, on journals made by hand; times in milliseconds. */
class ReviewTest {

    private final List<Event> journal = new ArrayList<>();

    private ReviewTest at(long millis, long socket, Event.Kind kind, String type, String id) {
        journal.add(new Event(millis * 1_000_000, "s", socket, kind, type, id, 0));
        return this;
    }

    private ReviewTest open(long millis, long socket) {
        return at(millis, socket, HANDSHAKE, null, null).at(millis, socket, OUT, "initialize", "0");
    }

    private Verdict verdict(long since, long now) {
        return Review.of(Map.of("s", journal), since * 1_000_000, now * 1_000_000, 1_000_000_000);
    }

    @Test
    void olderSocketSendsBeforeTheNewersFirstFrame_isActingButNotStrict() {
        open(10, 1).at(11, 1, IN, "result", "0").open(20, 2).at(25, 1, IN, "ping", null)
                .at(30, 2, IN, "result", "0").at(40, 1, CLOSE, null, null);
        Verdict verdict = verdict(0, 100);
        assertThat(verdict.overlap()).isEqualTo(new Verdict.Overlap(1, 0, 0, 1, 20, 20));
        assertThat(verdict.clean()).isFalse();
    }

    @Test
    void olderSocketSendsAfterTheNewersFirstFrame_isStrictToo() {
        open(10, 1).at(11, 1, IN, "result", "0").open(20, 2).at(30, 2, IN, "result", "0")
                .at(35, 1, IN, "ping", null);
        assertThat(verdict(0, 100).overlap()).isEqualTo(new Verdict.Overlap(1, 1, 0, 1, 80, 80));
        assertThat(verdict(36, 100).overlap().acting()).as("before the verdict's time").isZero();
    }

    @Test
    void newerSocketThatNeverSends_makesNoActingOverlap() {
        open(10, 1).at(11, 1, IN, "result", "0").open(20, 2).at(35, 1, IN, "ping", null);
        assertThat(verdict(0, 100).overlap().acting()).isZero();
    }

    @Test
    void threeSockets_theOldestIsJudgedAgainstEachNewerOne() {
        open(10, 1).at(11, 1, IN, "result", "0").open(20, 2).at(21, 2, CLOSE, null, null)
                .open(30, 3).at(31, 3, IN, "result", "0").at(40, 1, IN, "ping", null);
        assertThat(verdict(0, 100).overlap().strict()).isEqualTo(1);
    }

    @Test
    void gapAndRecovery_runFromTheCloseToTheNextInitializeReply() {
        at(0, 0, WANTED, null, null).open(1, 1).at(5, 1, IN, "result", "0").at(50, 1, CLOSE, null, null)
                .open(60, 2).at(75, 2, IN, "result", "0");
        Verdict verdict = verdict(10, 100);
        assertThat(verdict.gap()).isEqualTo(new Verdict.Gap(1, 25, 25, 25, List.of(25L)));
        assertThat(verdict.recoveryMillis()).isEqualTo(65);
        assertThat(verdict.settled()).isTrue();
        journal.remove(journal.size() - 1);
        assertThat(verdict(10, 70).recoveryMillis()).as("open but not yet initialised").isEqualTo(-1);
        assertThat(verdict(10, 70).missing()).containsExactly("s");
    }

    @Test
    void gapOfAReplacedSocketThatStayedOpen_runsFromItsLastFrame() {
        at(0, 0, WANTED, null, null).open(1, 1).at(5, 1, IN, "result", "0").at(30, 1, IN, "ping", null)
                .open(60, 2).at(75, 2, IN, "result", "0").at(80, 1, CLOSE, null, null);
        assertThat(verdict(10, 100).gap()).isEqualTo(new Verdict.Gap(1, 45, 45, 45, List.of(45L)));
    }

    @Test
    void replyOnAnotherSocketThanTheCall_isStray() {
        open(1, 1).at(2, 1, IN, "result", "0").at(10, 1, OUT, "tools/call", "1001").at(11, 1, CLOSE, null, null)
                .open(20, 2).at(21, 2, IN, "result", "0").at(22, 2, IN, "result", "1001");
        Verdict verdict = verdict(0, 100);
        assertThat(verdict.calls().stray()).isEqualTo(1);
        assertThat(verdict.calls().lostWithSocket()).isEqualTo(1);
        assertThat(verdict.clean()).isFalse();
    }
}
