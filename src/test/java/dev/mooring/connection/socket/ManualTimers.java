package dev.mooring.connection.socket;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that stands still until a test moves it. */
final class ManualTimers implements Timers {
    private record Due(long at, Runnable task) {
    }

    private final List<Due> due = new ArrayList<>();
    private long now;

    @Override
    public synchronized Timer after(Duration delay, Runnable task) {
        Due one = new Due(now + delay.toNanos(), task);
        due.add(one);
        return () -> {
            synchronized (this) {
                due.remove(one);
            }
        };
    }

    /** Moves on, running on the way what falls due. */
    void advance(Duration by) {
        long end;
        synchronized (this) {
            end = now + by.toNanos();
        }
        while (true) {
            Due next;
            synchronized (this) {
                next = due.stream().filter(one -> one.at() <= end).min(Comparator.comparingLong(Due::at)).orElse(null);
                if (next == null) {
                    now = end;
                    return;
                }
                due.remove(next);
                now = next.at();
            }
            next.task().run();
        }
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanoTime());
    }
}
