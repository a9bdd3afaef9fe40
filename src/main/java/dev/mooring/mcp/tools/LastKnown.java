package dev.mooring.mcp.tools;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A value that is read anew when it is older than it may be, by one reader at a time; while reading fails or takes long,
 * the one read last is good enough.
 */
final class LastKnown<T> {

    /** How long a caller waits for a newer value when there is an old one. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** How long a caller waits when there is none. */
    private static final Duration FIRST_READ = Duration.ofSeconds(10);

    private record Read<T>(T value, long startedAt) {
    }

    private final Supplier<T> reader;
    private final Executor threads;
    private final long maxAgeNanos;
    private Read<T> last;
    private CompletableFuture<Read<T>> reading;
    /** Counts invalidations: a read that began before one does not count as fresh after it. */
    private int generation;
    private int lastGeneration = -1;

    LastKnown(Supplier<T> reader, Executor threads, Duration maxAge) {
        this.reader = reader;
        this.threads = threads;
        this.maxAgeNanos = maxAge.toNanos();
    }

    synchronized void invalidate() {
        generation++;
        reading = null;
    }

    /**
     * The value read last, however old, without waiting for anything; when it is older than it may be, it is read anew in
     * the background.
     *
     * @return null when nothing was ever read
     */
    T now() {
        synchronized (this) {
            if (last == null) {
                return null;
            }
            if (!fresh() && (reading == null || reading.isDone())) {
                try {
                    reading = start(generation);
                } catch (RejectedExecutionException e) {
                    // all threads are busy: a later call reads it
                }
            }
            return last.value();
        }
    }

    private boolean fresh() {
        return lastGeneration == generation && System.nanoTime() - last.startedAt() < maxAgeNanos;
    }

    /** @throws RuntimeException the reader's, when nothing was ever read; it may say that reading took too long */
    T get() {
        CompletableFuture<Read<T>> pending;
        Read<T> old;
        synchronized (this) {
            old = last;
            if (old != null && fresh()) {
                return old.value();
            }
            if (reading == null || reading.isDone()) {
                reading = start(generation);
            }
            pending = reading;
        }
        try {
            return pending.get((old == null ? FIRST_READ : PATIENCE).toMillis(), TimeUnit.MILLISECONDS).value();
        } catch (ExecutionException e) {
            if (old == null) {
                throw new IllegalStateException("never read", e.getCause());
            }
        } catch (TimeoutException e) {
            if (old == null) {
                throw new IllegalStateException("reading takes too long", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return old.value();
    }

    private CompletableFuture<Read<T>> start(int current) {
        long startedAt = System.nanoTime();
        return CompletableFuture.supplyAsync(() -> {
            Read<T> read = new Read<>(reader.get(), startedAt);
            synchronized (this) {
                if (current >= lastGeneration) {
                    last = read;
                    lastGeneration = current;
                }
            }
            return read;
        }, threads);
    }
}
