package dev.mooring.ownership.runtime;

import dev.mooring.ownership.lease.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon thread that does one step again and again until it is stopped; a step that fails does not end it. */
final class Loop {

    /** One step; it waits by itself. */
    @FunctionalInterface
    interface Step {
        void run() throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final Thread thread;
    private volatile boolean stopped;
    private String lastFailure;

    Loop(String name, int priority, long pauseAfterFailureMillis, Step step) {
        thread = new Thread(() -> run(step, pauseAfterFailureMillis), name);
        thread.setDaemon(true);
        thread.setPriority(priority);
    }

    void start() {
        thread.start();
    }

    /** Lets the present step end, waits for that for a bounded time. */
    void stop() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Step step, long pause) {
        while (!stopped) {
            try {
                step.run();
                lastFailure = null;
            } catch (InterruptedException e) {
                // stopped, or nothing to go by: the loop's condition decides
            } catch (StoreUnavailableException e) {
                if (!e.getMessage().equals(lastFailure)) {
                    LOG.warn("{} goes on as soon as it can: {}", Thread.currentThread().getName(), e.getMessage());
                    lastFailure = e.getMessage();
                }
                sleep(pause);
            } catch (RuntimeException e) {
                LOG.error("{} failed, goes on", Thread.currentThread().getName(), e);
                sleep(pause);
            }
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            // the loop's condition decides
        }
    }
}
