package dev.mooring.simulation;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A thread of a simulated process: a real, pooled thread that runs only while it has the baton. */
final class Actor {

    /** Ends the thread of a process that was killed; an error, so that no handler under test takes it for a failure. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super(null, null, false, false);
        }
    }

    /** What {@code Thread.interrupt} does to a sleeping thread. */
    static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Interrupted() {
            super(null, null, false, false);
        }
    }

    private static final ExecutorService POOL = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "simulated");
        thread.setDaemon(true);
        return thread;
    });

    private final Timeline timeline;
    private final Machine machine;
    private final String name;
    private volatile boolean baton;
    private volatile Thread thread;
    private boolean waiting;
    private long waits;
    private boolean interrupted;
    private boolean ended;

    Actor(Timeline timeline, Machine machine, String name) {
        this.timeline = timeline;
        this.machine = machine;
        this.name = name;
    }

    Machine machine() {
        return machine;
    }

    String name() {
        return name;
    }

    boolean hasEnded() {
        return ended;
    }

    void launch(Runnable body) {
        waiting = true;
        waits++;
        POOL.execute(() -> {
            awaitBaton();
            try {
                dieIfKilled();
                body.run();
            } catch (Killed e) {
                // as it was told
            } catch (Throwable e) {
                timeline.fail(new Violation(name + " failed: " + e, e));
            } finally {
                ended = true;
                timeline.leave();
            }
        });
    }

    /** Waits until true time is {@code until}, or {@link #wake}. */
    void await(long until) {
        dieIfKilled();
        waiting = true;
        waits++;
        timeline.resume(until, this);
        timeline.yieldBaton(this);
        dieIfKilled();
    }

    /** Ends the present wait now. */
    void wake() {
        if (waiting) {
            timeline.resume(timeline.now(), this);
        }
    }

    void interrupt() {
        interrupted = true;
        wake();
    }

    boolean isInterrupted() {
        return interrupted;
    }

    void clearInterrupt() {
        interrupted = false;
    }

    long waitNumber() {
        return waits;
    }

    boolean isWaiting(long wait) {
        return waiting && waits == wait;
    }

    void resumed() {
        waiting = false;
    }

    void takeBaton() {
        baton = true;
        LockSupport.unpark(thread);
    }

    void awaitBaton() {
        thread = Thread.currentThread();
        while (!baton) {
            LockSupport.park(this);
        }
        baton = false;
    }

    private void dieIfKilled() {
        if (machine.isDead() || timeline.hasEnded()) {
            throw new Killed();
        }
    }
}
