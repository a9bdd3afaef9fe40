package dev.mooring.connection.socket;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Brings the frames of one socket into its route: one after the other, each as soon as the one before has been taken
 * (not answered). When the route falls behind, the socket is paused.
 */
final class FrameLane {
    private static final int PAUSE_AT_FRAMES = 64;
    private static final int PAUSE_AT_CHARS = 16 << 20;

    /** Takes one item into the route; must call {@code done} once, on whatever thread, when it is answered. */
    interface Entry {
        void enter(Runnable done);
    }

    private record Item(Entry entry, int size) {
    }

    private final Dialer.Socket socket;
    private final Workers workers;
    private final int maxInFlight;
    private final Consumer<Throwable> onError;
    private final Queue<Item> queue = new ArrayDeque<>();
    private long queuedChars;
    private int inFlight;
    private boolean running;
    private boolean paused;
    private boolean stopped;
    private Runnable whenIdle;

    FrameLane(Dialer.Socket socket, Workers workers, int maxInFlight, Consumer<Throwable> onError) {
        this.socket = socket;
        this.workers = workers;
        this.maxInFlight = maxInFlight;
        this.onError = onError;
    }

    void add(Entry entry, int size) {
        synchronized (this) {
            if (stopped) {
                return;
            }
            queue.add(new Item(entry, size));
            queuedChars += size;
            if (!paused && (queue.size() >= PAUSE_AT_FRAMES || queuedChars >= PAUSE_AT_CHARS)) {
                paused = true;
                socket.pause();
            }
        }
        wake();
    }

    /** Whether silence of the socket is our own doing. */
    synchronized boolean isPaused() {
        return paused;
    }

    /** Takes nothing more; what has been taken goes on, and {@code idle} runs when it is done. */
    void stop(Runnable idle) {
        synchronized (this) {
            stopped = true;
            queue.clear();
            queuedChars = 0;
            if (inFlight > 0) {
                whenIdle = idle;
                return;
            }
        }
        idle.run();
    }

    private void wake() {
        synchronized (this) {
            if (running || queue.isEmpty() || inFlight >= maxInFlight) {
                return;
            }
            running = true;
        }
        try {
            workers.execute(this::run);
        } catch (RuntimeException e) {
            synchronized (this) {
                running = false;
            }
            onError.accept(e);
        }
    }

    private void run() {
        Item item;
        while ((item = next()) != null) {
            Once done = new Once();
            try {
                item.entry().enter(done);
            } catch (RuntimeException | Error e) {
                done.run();
                onError.accept(e);
            }
        }
    }

    private synchronized Item next() {
        Item item = stopped || inFlight >= maxInFlight ? null : queue.poll();
        if (item == null) {
            running = false;
            return null;
        }
        inFlight++;
        queuedChars -= item.size();
        if (paused && queue.size() < PAUSE_AT_FRAMES / 2 && queuedChars < PAUSE_AT_CHARS / 2) {
            paused = false;
            socket.resume();
        }
        return item;
    }

    private void answered() {
        Runnable idle = null;
        synchronized (this) {
            inFlight--;
            if (inFlight == 0 && stopped) {
                idle = whenIdle;
                whenIdle = null;
            }
        }
        if (idle != null) {
            idle.run();
        }
        wake();
    }

    private final class Once implements Runnable {
        private boolean ran;

        @Override
        public void run() {
            synchronized (this) {
                if (ran) {
                    return;
                }
                ran = true;
            }
            answered();
        }
    }
}
