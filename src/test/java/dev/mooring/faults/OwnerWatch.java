package dev.mooring.faults;

import dev.mooring.testbed.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks at PostgreSQL again and again while a fault goes on: counts moves, and checks that epochs only rise. */
final class OwnerWatch implements AutoCloseable {

    private static final long EVERY_MILLIS = 400;

    private final Supplier<Snapshot> source;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> faults = new ArrayList<>();
    private Snapshot last;
    private int moves;

    OwnerWatch(Supplier<Snapshot> source) {
        this.source = source;
        last = source.get();
        timer.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        try {
            Snapshot now = source.get();
            faults.addAll(now.epochFaultsSince(last));
            moves += now.movesSince(last);
            last = keepingOwners(now);
        } catch (IllegalStateException e) {
            // PostgreSQL is down, which may be the fault at work; the next look sees the rest
        }
    }

    /** A row that is released between two owners keeps the earlier one, or its move would be counted twice. */
    private Snapshot keepingOwners(Snapshot now) {
        now.rows().replaceAll((id, row) -> {
            Snapshot.Row before = last.rows().get(id);
            return row.owned() || before == null ? row : new Snapshot.Row(row.id(), row.name(), row.enabled(),
                    row.epoch(), before.owner(), row.released());
        });
        return now;
    }

    synchronized int moves() {
        look();
        return moves;
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
