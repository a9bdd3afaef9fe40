package dev.mooring.connection.state;

import dev.mooring.connection.ConnectionState;
import dev.mooring.connection.ConnectionStates;
import dev.mooring.ownership.redis.RedisFault;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Connection states in Redis. Single-key commands, sent together, so that it works on a Redis Cluster too. */
public final class RedisStates implements ConnectionStates {
    private static final byte[] DELETE_IF_SAME = """
            if redis.call('get', KEYS[1]) == ARGV[1] then
              return redis.call('del', KEYS[1])
            end
            return 0
            """.getBytes(StandardCharsets.UTF_8);

    private final RedisConnectionFactory factory;
    private final ConnectionKeys keys;
    private final Duration timeout;

    /** @param timeout for one round trip */
    public RedisStates(RedisConnectionFactory factory, ConnectionKeys keys, Duration timeout) {
        this.factory = factory;
        this.keys = keys;
        this.timeout = timeout;
    }

    @Override
    public Map<Long, ConnectionState> find(Collection<Long> serverIds) {
        Map<Long, ConnectionState> states = new LinkedHashMap<>();
        raw(serverIds).forEach((id, json) -> StateJson.read(json).ifPresent(state -> states.put(id, state)));
        return states;
    }

    /** The states as they are written there. */
    Map<Long, byte[]> raw(Collection<Long> serverIds) {
        List<Long> ids = List.copyOf(serverIds);
        List<byte[]> values = pipeline(redis -> {
            List<RedisFuture<byte[]>> gets = new ArrayList<>();
            ids.forEach(id -> gets.add(redis.get(bytes(keys.state(id)))));
            return gets;
        });
        Map<Long, byte[]> found = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            if (values.get(i) != null) {
                found.put(ids.get(i), values.get(i));
            }
        }
        return found;
    }

    /** The ids of all servers that have a state. */
    public List<Long> all() {
        List<Long> ids = new ArrayList<>();
        pipeline(redis -> List.of(redis.smembers(bytes(keys.all())))).get(0).forEach(member -> {
            String text = new String(member, StandardCharsets.UTF_8);
            if (text.matches("\\d{1,18}")) {
                ids.add(Long.parseLong(text));
            }
        });
        return ids;
    }

    /** Writes all of them in one round trip; a null state is removed. */
    void write(Map<Long, ConnectionState> states) {
        pipeline(redis -> {
            List<RedisFuture<?>> sent = new ArrayList<>();
            states.forEach((id, state) -> {
                byte[] member = bytes(Long.toString(id));
                if (state == null) {
                    sent.add(redis.del(bytes(keys.state(id))));
                    sent.add(redis.srem(bytes(keys.all()), member));
                } else {
                    sent.add(redis.set(bytes(keys.state(id)), StateJson.write(state)));
                    sent.add(redis.sadd(bytes(keys.all()), member));
                }
            });
            return sent;
        });
    }

    /** Removes states, each only if it is still the one that was read. */
    void removeIfSame(Map<Long, byte[]> states) {
        List<Long> ids = List.copyOf(states.keySet());
        List<Long> removed = pipeline(redis -> {
            List<RedisFuture<Long>> sent = new ArrayList<>();
            ids.forEach(id -> sent.add(redis.eval(DELETE_IF_SAME, ScriptOutputType.INTEGER,
                    new byte[][] {bytes(keys.state(id))}, states.get(id))));
            return sent;
        });
        List<byte[]> gone = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            if (removed.get(i) == 1) {
                gone.add(bytes(Long.toString(ids.get(i))));
            }
        }
        if (!gone.isEmpty()) {
            pipeline(redis -> List.of(redis.srem(bytes(keys.all()), gone.toArray(byte[][]::new))));
        }
    }

    /** Sends all commands, then waits for all answers. Lettuce's own interface, because Spring's has no async one. */
    @SuppressWarnings("unchecked")
    private <T> List<T> pipeline(
            Function<RedisClusterAsyncCommands<byte[], byte[]>, List<? extends RedisFuture<? extends T>>> commands) {
        RedisConnection connection = factory.getConnection();
        try {
            List<? extends RedisFuture<? extends T>> sent = commands.apply(
                    (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection());
            long deadline = System.nanoTime() + timeout.toNanos();
            List<T> results = new ArrayList<>(sent.size());
            for (RedisFuture<? extends T> future : sent) {
                results.add(future.get(Math.max(deadline - System.nanoTime(), 0), TimeUnit.NANOSECONDS));
            }
            return results;
        } catch (TimeoutException e) {
            throw new QueryTimeoutException("Redis did not answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new RedisSystemException("Redis refused a command: " + RedisFault.describe(e), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryTimeoutException("Interrupted while waiting for Redis");
        } finally {
            connection.close();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
