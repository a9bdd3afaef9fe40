package dev.mooring.ownership.redis;

import dev.mooring.ownership.lease.StoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisLoadingException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Asks Redis for a sign of life before anything is started, so that a wrong setting is told at once and by name. */
public final class RedisAtStart implements SmartInitializingSingleton {

    private static final long PAUSE_MILLIS = 250;
    /** A time-out on a busy machine says more of this process, which has just begun, than of Redis. */
    private static final int MORE_PATIENCE_WITH_SILENCE = 6;

    private final RedisPipeline redis;
    private final Duration patience;

    /** @param patience for a Redis that is being started too, six times so long for one that takes the connection and says
     *     nothing; one that refuses is not asked again */
    public RedisAtStart(RedisPipeline redis, Duration patience) {
        this.redis = redis;
        this.patience = patience;
    }

    /** @throws RedisConnectionException if it cannot be used */
    @Override
    public void afterSingletonsInstantiated() {
        long began = System.nanoTime();
        while (true) {
            try {
                redis.run(r -> List.of(r.ping()));
                return;
            } catch (StoreUnavailableException e) {
                long limit = patience.toNanos() * (timedOut(e) ? MORE_PATIENCE_WITH_SILENCE : 1);
                if (System.nanoTime() - began > limit || refused(e)) {
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

    private static boolean timedOut(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandTimeoutException || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
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
