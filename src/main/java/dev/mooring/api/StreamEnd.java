package dev.mooring.api;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Runs a task when the container gives an exchange up: it took too long, or the client is gone. */
public final class StreamEnd implements AsyncListener {

    private final Runnable task;

    /** @param task must not block */
    public StreamEnd(Runnable task) {
        this.task = task;
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        task.run();
    }

    @Override
    public void onError(AsyncEvent event) {
        task.run();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        // nothing is left to do
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // it begins only once
    }
}
