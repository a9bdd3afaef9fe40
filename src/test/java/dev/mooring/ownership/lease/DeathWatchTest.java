package dev.mooring.ownership.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeathWatchTest {

    private static final long L = 100;
    private static final long PAUSE = 25;
    private final DeathWatch watch = new DeathWatch(L, PAUSE);
    private String incarnation = "i";

    @Test
    void sameBeat_isDeadAfterTheLeaseTimeoutFromReceiptToSending() {
        see(0, 10, "beat 7"); // received at 10
        for (long sent = 20; sent < 110; sent += 10) {
            see(sent, sent + 5, "beat 7");
            assertThat(watch.dead()).as("sent at %d", sent).isEmpty();
        }
        see(110, 115, "beat 7");
        assertThat(watch.dead()).containsExactly("x");
    }

    @Test
    void newBeat_startsAnew() {
        steady(0, 90, "beat 7");
        see(100, 101, "beat 8");
        steady(110, 190, "beat 8");
        assertThat(watch.dead()).isEmpty();
    }

    @Test
    void olderBeatAfterLostData_startsAnew() {
        steady(0, 90, "beat 7");
        see(100, 101, "beat 6");
        assertThat(watch.dead()).isEmpty();
    }

    @Test
    void absentLease_isDeadOnlyAfterTheTimeout() {
        steady(0, 90, null);
        assertThat(watch.dead()).isEmpty();
        steady(100, 110, null);
        assertThat(watch.dead()).containsExactly("x");
    }

    @Test
    void lostDataWhileAbsent_startsAnew() {
        steady(0, 90, null);
        incarnation = "j";
        steady(100, 110, null);
        assertThat(watch.dead()).isEmpty();
    }

    @Test
    void dataLostAgainAndAgain_soThatNoIncarnationIsRead_isNoEvidence() {
        incarnation = null;
        steady(0, 200, null);
        assertThat(watch.dead()).isEmpty();
    }

    @Test
    void timeWithoutReading_isNoEvidence() {
        steady(0, 90, "beat 7");
        see(130, 131, "beat 7"); // cut off since 91
        assertThat(watch.dead()).isEmpty();
        steady(140, 220, "beat 7");
        assertThat(watch.dead()).isEmpty();
        steady(230, 240, "beat 7");
        assertThat(watch.dead()).containsExactly("x");
    }

    @Test
    void presentToAbsent_startsAnew() {
        steady(0, 90, "beat 7");
        steady(100, 110, null);
        assertThat(watch.dead()).isEmpty();
    }

    @Test
    void untilVerdict_isWhenTheQuietLeaseCanBeJudged() {
        see(0, 5, "beat 7");
        assertThat(watch.untilVerdict(10, 40)).isEqualTo(Long.MAX_VALUE);
        see(50, 55, "beat 7");
        see(60, 61, "beat 7");
        assertThat(watch.untilVerdict(60, 40)).isEqualTo(Long.MAX_VALUE); // the pause before 50 was too long
        steady(70, 110, "beat 7");
        assertThat(watch.untilVerdict(111, 40)).isEqualTo(55 + L - 111);
    }

    private void steady(long from, long to, String lease) {
        for (long sent = from; sent <= to; sent += 10) {
            see(sent, sent + 1, lease);
        }
    }

    private void see(long sent, long received, String lease) {
        watch.read(sent, received, incarnation, List.of("x"), lease == null ? Map.of() : Map.of("x", lease));
    }
}
