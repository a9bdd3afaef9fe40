package dev.mooring.connection.socket;

import java.util.ArrayDeque;
import java.util.Queue;

/** Lets so many handshakes run at a time, the others wait in order, so that 2,000 grants don't stampede. */
final class DialLimit {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    DialLimit(int most) {
        this.free = most;
    }

    /** Runs the task now or later; each task must be followed by one {@link #release()}. */
    void acquire(Runnable task) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(task);
                return;
            }
            free--;
        }
        task.run();
    }

    void release() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        next.run();
    }
}
