package dev.mooring.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Promise 1 and promise 2 under random schedules. {@code -Dsimulation.steps=1000000} makes it long (Maven profile
 * {@code long-simulation}), {@code -Dsimulation.seed=n} runs one schedule and prints what happened
 * in it ({@code -Dsimulation.trace=100000}: all of it, not only the end).
 */
@ExtendWith(Quiet.class)
class OwnershipSimulationTest {

    private static final Logger LOG = LoggerFactory.getLogger(OwnershipSimulationTest.class);
    private static final long STEPS = Long.getLong("simulation.steps", 400_000);
    private static final long FIRST_SEED = Long.getLong("simulation.first-seed", 1);

    @Test
    void randomFaults_neverTwoActAndSoonAllAreOwnedAgain() {
        Long single = Long.getLong("simulation.seed");
        if (single != null) {
            Schedule schedule = new Schedule(single);
            LOG.info("{}\n{}", schedule.run(), schedule.world().trace());
            return;
        }
        long steps = 0;
        long seed = FIRST_SEED;
        long grants = 0;
        long slowest = 0;
        long start = System.nanoTime();
        for (; steps < STEPS; seed++) {
            Schedule.Result result = new Schedule(seed).run();
            steps += result.steps();
            grants += result.grants();
            slowest = Math.max(slowest, result.settledAfter());
        }
        LOG.info("{} steps in {} schedules, {} grants, settled {} s after the last fault at the latest; took {} s", steps,
                seed - FIRST_SEED, grants, slowest / 1_000_000_000, (System.nanoTime() - start) / 1_000_000_000);
        assertThat(grants).as("the schedules must be about something").isGreaterThan(seed - FIRST_SEED);
    }

    @Test
    void oneSeed_isOneSchedule() {
        assertThat(new Schedule(7).run()).isEqualTo(new Schedule(7).run());
    }
}
