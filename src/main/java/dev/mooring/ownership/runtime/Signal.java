package dev.mooring.ownership.runtime;

/** Wakes a thread that waits for it; several calls before it wakes count as one. */
final class Signal {

    private boolean raised;

    synchronized void raise() {
        raised = true;
        notifyAll();
    }

    /** Waits until raised, or for so many milliseconds. */
    synchronized void await(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!raised) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        raised = false;
    }
}
