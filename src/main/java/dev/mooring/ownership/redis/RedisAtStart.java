package dev.mooring.ownership.redis;

import dev.mooring.ownership.lease.StoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisLoadingException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Asks Redis for a sign of life before anything is started, so that a wrong setting is told at once and by name. */
public final class RedisAtStart implements SmartInitializingSingleton {

    private static final long PAUSE_MILLIS = 250;

    private final RedisPipeline redis;
    private final Duration patience;

    /** @param patience for a Redis that is being started too; one that refuses is not asked again */
    public RedisAtStart(RedisPipeline redis, Duration patience) {
        this.redis = redis;
        this.patience = patience;
    }

    /** @throws RedisConnectionException if it cannot be used */
    @Override
    public void afterSingletonsInstantiated() {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                redis.run(r -> List.of(r.ping()));
                return;
            } catch (StoreUnavailableException e) {
                if (System.nanoTime() > deadline || refused(e)) {
                    throw new RedisConnectionException(e.getMessage(), e.getCause());
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RedisConnectionException("interrupted", e);
            }
        }
    }

    private static boolean refused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException && !(cause instanceof RedisLoadingException)) {
                return true;
            }
        }
        return false;
    }
}
