package dev.mooring.faults;

import java.util.concurrent.TimeUnit;

/** How long the machine kept a thread waiting that wanted to run: what the times of a row are worth. */
final class StallMeter implements AutoCloseable {

    private static final long NAP_MILLIS = 50;

    private final Thread thread = new Thread(this::measure, "stall-meter");
    private volatile long longestNanos;
    private volatile boolean stopped;

    StallMeter() {
        thread.setDaemon(true);
        thread.start();
    }

    private void measure() {
        try {
            while (!stopped) {
                long begin = System.nanoTime();
                TimeUnit.MILLISECONDS.sleep(NAP_MILLIS);
                long late = System.nanoTime() - begin - TimeUnit.MILLISECONDS.toNanos(NAP_MILLIS);
                longestNanos = Math.max(longestNanos, late);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long longestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestNanos);
    }

    @Override
    public void close() {
        stopped = true;
    }
}
