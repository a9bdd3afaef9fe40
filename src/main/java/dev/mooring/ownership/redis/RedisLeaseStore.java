package dev.mooring.ownership.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.ownership.lease.LeaseStore;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Leases as Redis keys with an expiry that nobody trusts: it only clears away what was left behind. */
public final class RedisLeaseStore implements LeaseStore {

    /** Renews only what is there: a lease that is gone must be noticed, not papered over. */
    private static final byte[] RENEW = bytes("""
            if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1
            """);

    private final RedisPipeline redis;
    private final RedisKeys keys;
    private final long expiryMillis;

    /** @param expiry of the lease keys: three lease timeouts, so that a crash does not turn "same beat" into "absent" */
    public RedisLeaseStore(RedisPipeline redis, RedisKeys keys, Duration expiry) {
        this.redis = redis;
        this.keys = keys;
        this.expiryMillis = expiry.toMillis();
    }

    @Override
    public void join(String instanceId, String lease) {
        redis.run(r -> List.of(
                r.set(bytes(keys.instance(instanceId)), bytes(lease), SetArgs.Builder.px(expiryMillis)),
                r.sadd(bytes(keys.instances()), bytes(instanceId))));
    }

    @Override
    public Reply beat(String instanceId, String lease, boolean member, Collection<String> watched) {
        List<String> ids = List.copyOf(watched);
        List<Object> results = redis.run(r -> {
            byte[] incarnation = bytes(keys.incarnation());
            List<RedisFuture<?>> sent = new ArrayList<>();
            sent.add(r.eval(RENEW, ScriptOutputType.INTEGER, new byte[][] {bytes(keys.instance(instanceId))},
                    bytes(lease), bytes(Long.toString(expiryMillis))));
            sent.add(r.set(incarnation, bytes(UUID.randomUUID().toString()), SetArgs.Builder.nx()));
            sent.add(r.get(incarnation));
            if (member) {
                sent.add(r.sadd(bytes(keys.instances()), bytes(instanceId)));
            }
            sent.add(r.smembers(bytes(keys.instances())));
            ids.forEach(id -> sent.add(r.get(bytes(keys.instance(id)))));
            return sent;
        });
        int at = member ? 4 : 3;
        Set<String> members = new HashSet<>();
        ((Collection<?>) results.get(at)).forEach(id -> members.add(text(id)));
        Map<String, String> leases = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            if (results.get(at + 1 + i) != null) {
                leases.put(ids.get(i), text(results.get(at + 1 + i)));
            }
        }
        return new Reply(((Long) results.get(0)) == 1, text(results.get(2)), members, leases);
    }

    @Override
    public void newIncarnation() {
        redis.run(r -> List.of(r.set(bytes(keys.incarnation()), bytes(UUID.randomUUID().toString()))));
    }

    @Override
    public void leave(String instanceId) {
        redis.run(r -> List.of(r.srem(bytes(keys.instances()), bytes(instanceId))));
    }

    @Override
    public void remove(Collection<String> instanceIds) {
        redis.run(r -> {
            List<RedisFuture<?>> sent = new ArrayList<>();
            instanceIds.forEach(id -> {
                sent.add(r.srem(bytes(keys.instances()), bytes(id)));
                sent.add(r.del(bytes(keys.instance(id))));
            });
            return sent;
        });
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(Object bytes) {
        return bytes == null ? null : new String((byte[]) bytes, UTF_8);
    }
}
