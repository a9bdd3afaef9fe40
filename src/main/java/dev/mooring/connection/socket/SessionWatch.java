package dev.mooring.connection.socket;

import java.time.Duration;

/** Watches one open socket: pings, the stale limit, and the verification after a takeover. */
final class SessionWatch {
    private final Session session;
    private final Surroundings around;
    private final Runnable stale;
    private final long openedAt;
    private volatile long lifeAt;
    private volatile boolean stopped;
    private volatile Timers.Timer tick;
    private Timers.Timer verification;

    SessionWatch(Session session, Surroundings around, boolean verify, Runnable stale, Runnable verification) {
        this.session = session;
        this.around = around;
        this.stale = stale;
        this.openedAt = around.timers().nanoTime();
        this.lifeAt = openedAt;
        schedule();
        if (verify) {
            long min = around.properties().verifyAfterMin().toMillis();
            long max = around.properties().verifyAfterMax().toMillis();
            this.verification = around.timers().after(
                    Duration.ofMillis(around.random().nextLong(min, max + 1)), verification);
        }
    }

    void life() {
        lifeAt = around.timers().nanoTime();
    }

    Duration openFor() {
        return Duration.ofNanos(around.timers().nanoTime() - openedAt);
    }

    void stop() {
        stopped = true;
        tick.cancel();
        if (verification != null) {
            verification.cancel();
        }
    }

    private void schedule() {
        tick = around.timers().after(around.properties().pingInterval(), this::tick);
    }

    private void tick() {
        if (stopped) {
            return;
        }
        if (session.isPaused()) {
            life();
        }
        if (around.timers().nanoTime() - lifeAt >= around.properties().staleAfter().toNanos()) {
            stale.run();
            return;
        }
        session.ping();
        schedule();
    }
}
