package dev.mooring.ownership.redis;

import static dev.mooring.ownership.redis.RedisLeaseStore.bytes;

import dev.mooring.ownership.lock.Lock;
import dev.mooring.ownership.lock.LockStore;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Locks as Redis keys without an expiry, each changed by a script on its one key, so that it works on a Cluster. */
public final class RedisLockStore implements LockStore {

    /** Sent in one pipeline; keeps a round trip with thousands of locks below the timeout. */
    private static final int CHUNK = 500;

    private static final byte[] LOCK = bytes("""
            local held = redis.call('GET', KEYS[1])
            if held and held ~= ARGV[1] then
              local epoch = tonumber(string.match(held, '|(%d+)$'))
              if epoch and epoch >= tonumber(ARGV[2]) then return 0 end
            end
            if held ~= ARGV[1] then redis.call('SET', KEYS[1], ARGV[1]) end
            return 1
            """);

    private static final byte[] UNLOCK = bytes("""
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0
            """);

    private final RedisPipeline redis;
    private final UnaryOperator<String> key;

    /** @param key the name of a lock's key by its id */
    public RedisLockStore(RedisPipeline redis, UnaryOperator<String> key) {
        this.redis = redis;
        this.key = key;
    }

    @Override
    public Set<String> lock(Collection<Lock> locks) {
        Set<String> held = new HashSet<>();
        for (List<Lock> chunk : chunks(locks)) {
            List<Object> results = redis.run(r -> {
                List<RedisFuture<?>> sent = new ArrayList<>();
                chunk.forEach(lock -> sent.add(r.eval(LOCK, ScriptOutputType.INTEGER, key(lock), bytes(lock.value()),
                        bytes(Long.toString(lock.epoch())))));
                return sent;
            });
            for (int i = 0; i < chunk.size(); i++) {
                if ((Long) results.get(i) == 1) {
                    held.add(chunk.get(i).id());
                }
            }
        }
        return held;
    }

    @Override
    public void unlock(Collection<Lock> locks) {
        for (List<Lock> chunk : chunks(locks)) {
            redis.run(r -> {
                List<RedisFuture<?>> sent = new ArrayList<>();
                chunk.forEach(lock -> sent.add(r.eval(UNLOCK, ScriptOutputType.INTEGER, key(lock), bytes(lock.value()))));
                return sent;
            });
        }
    }

    private byte[][] key(Lock lock) {
        return new byte[][] {bytes(key.apply(lock.id()))};
    }

    private static List<List<Lock>> chunks(Collection<Lock> locks) {
        List<Lock> all = List.copyOf(locks);
        List<List<Lock>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            chunks.add(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
        return chunks;
    }
}
