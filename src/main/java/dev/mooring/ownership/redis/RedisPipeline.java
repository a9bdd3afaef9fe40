package dev.mooring.ownership.redis;

import dev.mooring.ownership.lease.StoreUnavailableException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Sends commands without waiting in between, then waits for all of them, for a bounded time: one round trip. Lettuce's
 * asynchronous interface is the same for standalone, Sentinel and Cluster, and Spring's shared connection behind it
 * takes its settings from {@code spring.data.redis.*}.
 */
public final class RedisPipeline {

    private static final Logger LOG = LoggerFactory.getLogger(RedisPipeline.class);

    private static final long ANSWERS = Long.MIN_VALUE;

    private final LettuceConnectionFactory connections;
    private final long timeoutMillis;
    private final AtomicLong silentSince = new AtomicLong(ANSWERS);

    public RedisPipeline(LettuceConnectionFactory connections, Duration timeout) {
        this.connections = connections;
        this.timeoutMillis = timeout.toMillis();
    }

    /**
     * Runs what {@code send} sends.
     *
     * @return the results in order; an element is null where Redis answered nil
     * @throws StoreUnavailableException if one of the commands failed or did not answer in time
     */
    public List<Object> run(Function<RedisClusterAsyncCommands<byte[], byte[]>, List<RedisFuture<?>>> send) {
        try (RedisConnection connection = connections.getConnection()) {
            List<CompletableFuture<?>> futures = send.apply(commands(connection)).stream()
                    .<CompletableFuture<?>>map(f -> f.toCompletableFuture()).toList();
            CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).get(timeoutMillis, TimeUnit.MILLISECONDS);
            silentSince.set(ANSWERS);
            return futures.stream().<Object>map(CompletableFuture::join).collect(Collectors.toList());
        } catch (TimeoutException e) {
            throw late(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisCommandTimeoutException) {
                throw late(e);
            }
            throw new StoreUnavailableException(RedisFault.describe(e), e);
        } catch (RuntimeException e) {
            throw new StoreUnavailableException(RedisFault.describe(e), e);
        }
    }

    /**
     * A host that lost its power closes nothing, and TCP goes on for a quarter of an hour. One late answer is a hiccup;
     * after a second one a new connection asks Sentinel, or the name's address, anew.
     */
    private StoreUnavailableException late(Exception e) {
        long now = System.nanoTime();
        long since = silentSince.get();
        if (since == ANSWERS) {
            silentSince.compareAndSet(ANSWERS, now);
        } else if (now - since >= TimeUnit.MILLISECONDS.toNanos(timeoutMillis)
                && silentSince.compareAndSet(since, now)) {
            connections.resetConnection();
        }
        return new StoreUnavailableException("no answer within " + timeoutMillis + " ms", e);
    }

    /** Publishes and does not wait: a message that gets lost is made up for by the next beat. */
    public void publish(String channel, String message) {
        try (RedisConnection connection = connections.getConnection()) {
            commands(connection).publish(RedisLeaseStore.bytes(channel), RedisLeaseStore.bytes(message));
        } catch (RuntimeException e) {
            LOG.debug("hint not sent: {}", RedisFault.describe(e));
        }
    }

    @SuppressWarnings("unchecked") // Spring's Lettuce connection always speaks bytes
    private static RedisClusterAsyncCommands<byte[], byte[]> commands(RedisConnection connection) {
        return (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
    }
}
