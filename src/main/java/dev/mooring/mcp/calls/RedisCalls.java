package dev.mooring.mcp.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.mooring.ownership.redis.RedisFault;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** A list {@code mcp:calls:{serverId}} for each server, the newest first; single-key commands, so that it works on a Cluster. */
final class RedisCalls implements CallStore {

    private static final ObjectMapper JSON = JsonMapper.builder().addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();
    private static final Duration KEPT = Duration.ofDays(1);
    private final RedisConnectionFactory factory;
    private final String prefix;
    private final Duration timeout;

    /** @param prefix of all keys; usually empty */
    RedisCalls(RedisConnectionFactory factory, String prefix, Duration timeout) {
        this.factory = factory;
        this.prefix = prefix;
        this.timeout = timeout;
    }

    @Override
    public void add(Map<Long, List<CallRecord>> records, int keep) {
        pipeline(redis -> {
            List<RedisFuture<?>> sent = new ArrayList<>();
            records.forEach((server, calls) -> {
                byte[] key = key(server);
                sent.add(redis.lpush(key, calls.stream().map(RedisCalls::json).toArray(byte[][]::new)));
                sent.add(redis.ltrim(key, 0, keep - 1));
                sent.add(redis.expire(key, KEPT.toSeconds()));
            });
            return sent;
        });
    }

    @Override
    public List<CallRecord> read(long serverId) {
        List<CallRecord> calls = new ArrayList<>();
        for (Object list : pipeline(redis -> List.of(redis.lrange(key(serverId), 0, -1)))) {
            for (Object json : (List<?>) list) {
                try {
                    calls.add(JSON.readValue((byte[]) json, CallRecord.class));
                } catch (IOException e) {
                    // whoever wrote that, it is not one of us
                }
            }
        }
        return calls;
    }

    private byte[] key(long server) {
        return (prefix + "mcp:calls:" + server).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] json(CallRecord call) {
        try {
            return JSON.writeValueAsBytes(call);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record is always JSON", e);
        }
    }

    /** Sends all commands, then waits for all answers. */
    @SuppressWarnings("unchecked") // Spring's Lettuce connection always speaks bytes
    private List<Object> pipeline(Function<RedisClusterAsyncCommands<byte[], byte[]>, List<RedisFuture<?>>> commands) {
        RedisConnection connection = factory.getConnection();
        try {
            long deadline = System.nanoTime() + timeout.toNanos();
            List<Object> results = new ArrayList<>();
            for (RedisFuture<?> future : commands.apply(
                    (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection())) {
                results.add(future.get(Math.max(deadline - System.nanoTime(), 0), TimeUnit.NANOSECONDS));
            }
            return results;
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(RedisFault.describe(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            connection.close();
        }
    }
}
