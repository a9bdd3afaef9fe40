package dev.mooring.mcp.protocol;

import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;

/**
 * Has a task log with the fields of the thread that handed it in, so that the lines of a call name its server whatever
 * thread they come from. What a task leaves behind is cleared: its thread serves another server next.
 */
final class CarriedContext extends AbstractExecutorService {

    private final ExecutorService threads;

    CarriedContext(ExecutorService threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        Map<String, String> fields = MDC.getCopyOfContextMap();
        threads.execute(() -> {
            if (fields != null) {
                MDC.setContextMap(fields);
            }
            try {
                task.run();
            } finally {
                MDC.clear();
            }
        });
    }

    @Override
    public void shutdown() {
        threads.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return threads.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }
}
