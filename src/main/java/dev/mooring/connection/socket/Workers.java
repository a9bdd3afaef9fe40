package dev.mooring.connection.socket;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Threads on which frames enter their routes and addresses are looked up; they may block. Virtual ones on Java 21 and
 * newer, cached daemon threads before. No {@code Executor}, or Spring Boot would leave out its own.
 */
public final class Workers implements AutoCloseable {
    private final ExecutorService executor = create();

    private static ExecutorService create() {
        try {
            return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "mooring-connection-worker");
                thread.setDaemon(true);
                return thread;
            });
        }
    }

    /** Does nothing once closed: the program is ending. */
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            if (!executor.isShutdown()) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
