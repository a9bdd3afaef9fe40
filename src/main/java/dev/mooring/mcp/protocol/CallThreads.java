package dev.mooring.mcp.protocol;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that wait for tools: virtual ones where the JVM has them, else a pool that grows on demand. */
public final class CallThreads {

    private CallThreads() {
    }

    /** @param most how many platform threads there may be; beyond, tasks are rejected, never queued */
    public static ExecutorService create(int most) {
        try {
            return new CarriedContext((ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
        } catch (NoSuchMethodException e) {
            return new CarriedContext(
                    new ThreadPoolExecutor(0, most, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons()));
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Virtual threads cannot be started", e);
        }
    }

    private static ThreadFactory daemons() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "mcp-call-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
