package dev.mooring.observe.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Times one operation on Redis or PostgreSQL that ownership waits for: {@code mooring.store}. */
final class StoreTimer {

    private final Timer ok;
    private final Timer failed;

    StoreTimer(MeterRegistry registry, String store, String operation) {
        ok = timer(registry, store, operation, "ok");
        failed = timer(registry, store, operation, "failed");
    }

    private static Timer timer(MeterRegistry registry, String store, String operation, String outcome) {
        return Timer.builder("mooring.store")
                .description("Round trips to Redis and PostgreSQL that ownership waits for, without renewals of the lease")
                .tag("store", store).tag("operation", operation).tag("outcome", outcome).register(registry);
    }

    <T> T get(Supplier<T> operation) {
        long start = System.nanoTime();
        boolean answered = false;
        try {
            T result = operation.get();
            answered = true;
            return result;
        } finally {
            (answered ? ok : failed).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    void run(Runnable operation) {
        get(() -> {
            operation.run();
            return null;
        });
    }
}
