package dev.mooring.ownership.redis;

import dev.mooring.ownership.lease.StoreUnavailableException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    private final LettuceConnectionFactory connections;
    private final long timeoutMillis;

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
    List<Object> run(Function<RedisClusterAsyncCommands<byte[], byte[]>, List<RedisFuture<?>>> send) {
        try (RedisConnection connection = connections.getConnection()) {
            List<CompletableFuture<?>> futures = send.apply(commands(connection)).stream()
                    .<CompletableFuture<?>>map(f -> f.toCompletableFuture()).toList();
            CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).get(timeoutMillis, TimeUnit.MILLISECONDS);
            return futures.stream().<Object>map(CompletableFuture::join).collect(Collectors.toList());
        } catch (TimeoutException e) {
            throw new StoreUnavailableException("no answer within " + timeoutMillis + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted", e);
        } catch (ExecutionException e) {
            throw new StoreUnavailableException(e.getCause().getClass().getSimpleName(), e);
        } catch (RuntimeException e) {
            throw new StoreUnavailableException(e.getClass().getSimpleName(), e);
        }
    }

    /** Publishes and does not wait: a message that gets lost is made up for by the next beat. */
    public void publish(String channel, String message) {
        try (RedisConnection connection = connections.getConnection()) {
            commands(connection).publish(RedisLeaseStore.bytes(channel), RedisLeaseStore.bytes(message));
        } catch (RuntimeException e) {
            LOG.debug("hint not sent: {}", e.getMessage());
        }
    }

    @SuppressWarnings("unchecked") // Spring's Lettuce connection always speaks bytes
    private static RedisClusterAsyncCommands<byte[], byte[]> commands(RedisConnection connection) {
        return (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
    }
}
