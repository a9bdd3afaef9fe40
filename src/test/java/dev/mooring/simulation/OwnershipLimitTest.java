package dev.mooring.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the protocol does not stand, so that nobody believes it does. Whoever makes it stand that turns the test round. */
@ExtendWith(Quiet.class)
class OwnershipLimitTest {

    /**
     * An owner could not renew for seconds, renews once just before its deadline, and Redis loses exactly that renewal
     * (fail-over to a replica that missed it, or a restart from an older file) while the owner is cut off again: the
     * others see the same beat number all the time, the owner goes on until its new deadline. Nothing that Redis stores
     * can tell them; which server answers could.
     */
    @Test
    void failoverThatLosesTheOnlyRenewalOfASilentOwner_isNotStood() {
        int broken = 0;
        for (long seed = 1; seed <= 60; seed++) {
            try {
                new Schedule(seed, Ambushes.Kind.LOST_LAST_RENEWAL).run();
            } catch (AssertionError e) {
                assertThat(e).hasMessageStartingWith("promise 1");
                broken++;
            }
        }
        assertThat(broken).isPositive();
    }
}
