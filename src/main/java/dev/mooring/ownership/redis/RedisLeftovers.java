package dev.mooring.ownership.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.ownership.lock.Lock;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finds the locks that stand in Redis, for whoever clears away those that nobody needs any more. */
public final class RedisLeftovers {

    private final RedisPipeline redis;
    private final RedisKeys keys;

    public RedisLeftovers(RedisPipeline redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** All connection locks that can be read as {@code {owner}|{epoch}}, on every node of a Cluster. */
    public List<Lock> connectionLocks() {
        String prefix = keys.connectionLock("");
        List<Lock> locks = new ArrayList<>();
        KeyScanCursor<byte[]> cursor = null;
        do {
            KeyScanCursor<byte[]> from = cursor;
            ScanArgs match = ScanArgs.Builder.limit(1000).match(prefix + "*");
            cursor = scanned(redis.run(r -> List.of(from == null ? r.scan(match) : r.scan(from, match))));
            List<byte[]> names = cursor.getKeys();
            List<Object> values = redis.run(r -> names.stream().<RedisFuture<?>>map(r::get).toList());
            for (int i = 0; i < names.size(); i++) {
                add(locks, new String(names.get(i), UTF_8).substring(prefix.length()), values.get(i));
            }
        } while (!cursor.isFinished());
        return locks;
    }

    private static void add(Collection<Lock> locks, String id, Object value) {
        String text = value == null ? "" : new String((byte[]) value, UTF_8);
        int bar = text.lastIndexOf('|');
        if (bar > 0 && text.substring(bar + 1).matches("\\d{1,18}")) {
            locks.add(new Lock(id, text.substring(0, bar), Long.parseLong(text.substring(bar + 1))));
        }
    }

    @SuppressWarnings("unchecked") // what scan answers
    private static KeyScanCursor<byte[]> scanned(List<Object> results) {
        return (KeyScanCursor<byte[]>) results.get(0);
    }
}
