package dev.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.connection.socket.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconnectsTest {

    private record Task(long at, Runnable run) {
    }

    /** Time that passes when a test says so. */
    private static final class Clock implements Timers {
        private final List<Task> tasks = new ArrayList<>();
        private long now;

        @Override
        public Timer after(Duration delay, Runnable task) {
            Task added = new Task(now + delay.toNanos(), task);
            tasks.add(added);
            return () -> tasks.remove(added);
        }

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(now);
        }

        void pass(long millis) {
            long end = now + Duration.ofMillis(millis).toNanos();
            while (true) {
                Task next = tasks.stream().filter(task -> task.at() <= end).min(Comparator.comparingLong(Task::at)).orElse(null);
                if (next == null) {
                    break;
                }
                tasks.remove(next);
                now = next.at();
                next.run().run();
            }
            now = end;
        }
    }

    private final Clock clock = new Clock();
    private final List<Collection<Long>> done = new ArrayList<>();
    private final Reconnects reconnects = new Reconnects(clock, done::add);

    @Test
    void severalWishesWithinAMoment_becomeOneReconnect() {
        for (int i = 0; i < 4; i++) {
            reconnects.ask(List.of(1L, 2L));
            clock.pass(500);
        }
        assertThat(done).isEmpty();
        clock.pass(600);
        assertThat(done).hasSize(1);
        assertThat(done.get(0)).containsExactly(1L, 2L);
        clock.pass(60_000);
        assertThat(done).hasSize(1);
    }

    @Test
    void wishesWithoutEnd_areHeardAfterFiveSeconds() {
        for (int i = 0; i < 14; i++) {
            reconnects.ask(List.of(1L));
            clock.pass(500);
        }
        assertThat(done).hasSize(1);
        clock.pass(2_000);
        assertThat(done).hasSize(2);
    }

    @Test
    void eachServerHasItsOwnMoment() {
        reconnects.ask(List.of(1L));
        clock.pass(700);
        reconnects.ask(List.of(2L));
        clock.pass(400);
        assertThat(done).containsExactly(new java.util.TreeSet<>(List.of(1L)));
        clock.pass(700);
        assertThat(done).hasSize(2);
    }
}
