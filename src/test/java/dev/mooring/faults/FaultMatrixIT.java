package dev.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the matrix: its short form with every build, the long form by {@code mvn verify -Pfault-matrix}. The long form
 * writes {@code docs/fault-matrix.md} and its picture, the short form the same into {@code target}. {@link Pace} tells
 * what can be set; {@code -Dfaults.only=TEXT} runs only rows whose name contains the text.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {

    private static final Pace PACE = Pace.asked();

    private final Report report = new Report(PACE);
    private Bed bed;

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void nothingActsTwice_everythingIsConnectedAgain(Fault fault) throws Exception {
        for (int number = 1; number <= PACE.rounds(); number++) {
            if (bed == null) {
                bed = new Bed(PACE);
            }
            Round round;
            try {
                round = new Trial(bed, fault).run(number);
            } catch (Exception | AssertionError e) {
                report.failed(fault, e.getMessage());
                bed.close();      // whatever it left behind must not spoil the rows that follow
                bed = null;
                throw e;
            }
            report.add(round);
            write();
            judge(round);
        }
    }

    private static void judge(Round round) {
        String seen = round.fault() + ", round " + round.number() + ": " + round.verdict();
        assertThat(round.actingOverlap()).as(seen).isZero();
        assertThat(round.verdict().calls().duplicated()).as(seen).isZero();
        assertThat(round.verdict().calls().stray()).as(seen).isZero();
        assertThat(round.verdict().calls().wrong()).as(seen).isZero();
        assertThat(round.verdict().settled()).as(seen).isTrue();
        assertThat(round.imbalance()).as(seen).isLessThanOrEqualTo(1);
        assertThat(round.faults()).as(seen).isEmpty();
    }

    private static List<Fault> faults() {
        List<Fault> faults = PACE.longForm()
                ? Stream.of(ProcessFaults.all(PACE), RedisFaults.all(PACE), NetworkFaults.all(PACE),
                        KeyFaults.all(PACE), PostgresFaults.all(PACE), EndpointFaults.all(PACE),
                        MembershipFaults.all(PACE)).flatMap(List::stream).toList()
                : List.of(RedisFaults.restartedWithoutItsData(), RedisFaults.flushed(),
                        NetworkFaults.cutOffFromRedis(PACE), ProcessFaults.pausedPastItsLease(PACE),
                        ProcessFaults.terminated(), ProcessFaults.killed(PACE));
        String only = System.getProperty("faults.only", "");
        return faults.stream().filter(fault -> fault.name().contains(only)).toList();
    }

    private void write() throws IOException {
        Path folder = Path.of(PACE.longForm() ? "docs" : "target");
        report.write(folder.resolve("fault-matrix.md"), folder.resolve("fault-matrix.svg"));
    }

    @AfterAll
    void endAll() throws IOException {
        if (bed != null) {
            bed.close();
        }
        write();
    }
}
