package dev.mooring.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private final AtomicLong now = new AtomicLong();
    private final LoginThrottle throttle = new LoginThrottle(now::get);

    @Test
    void fiveFailuresAreFree_thenTheWaitDoublesUpToAMinute() {
        for (int i = 0; i < 5; i++) {
            assertThat(throttle.attempt("ann", "a")).isZero();
        }
        for (int wait : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(throttle.attempt("ann", "a")).isBetween(wait, wait + 1);
            now.addAndGet(TimeUnit.SECONDS.toNanos(wait) - 1);
            assertThat(throttle.attempt("ann", "a")).isEqualTo(1);
            now.addAndGet(1);
            assertThat(throttle.attempt("ann", "a")).isZero();
        }
    }

    @Test
    void othersAreNotSlowedDown() {
        for (int i = 0; i < 6; i++) {
            throttle.attempt("ann", "a");
        }
        assertThat(throttle.attempt("ann", "a")).isPositive();
        assertThat(throttle.attempt("ann", "b")).isZero();
        assertThat(throttle.attempt("bob", "a")).isZero();
    }

    @Test
    void success_andTime_forget() {
        for (int i = 0; i < 5; i++) {
            throttle.attempt("ann", "a");
            throttle.attempt("bob", "a");
        }
        throttle.forget("ann", "a");
        now.addAndGet(1);
        assertThat(throttle.attempt("ann", "a")).isZero();
        assertThat(throttle.attempt("bob", "a")).isPositive();
        now.addAndGet(TimeUnit.MINUTES.toNanos(16));
        for (int i = 0; i < 5; i++) {
            assertThat(throttle.attempt("bob", "a")).isZero();
        }
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 20_000; i++) {
            throttle.attempt("user" + i, "a");
        }
        throttle.attempt("x".repeat(100_000), "a");
        assertThat(throttle.size()).isEqualTo(10_000);
    }
}
