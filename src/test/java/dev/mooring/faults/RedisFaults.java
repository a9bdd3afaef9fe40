package dev.mooring.faults;

import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;

/** Redis restarts, forgets, stalls, is slow or runs out of memory. */
final class RedisFaults {

    private RedisFaults() {
    }

    static Fault restartedWithItsData() {
        return Fault.of("Redis restarted with its data", bed -> {
            bed.redis.stop();
            bed.redis.restart();
        }, Target.NOTHING_MOVES);
    }

    static Fault restartedWithoutItsData() {
        return Fault.of("Redis restarted without its data", bed -> {
            bed.redis.stop();
            bed.redis.wipe();
            bed.redis.restart();
        }, Target.NOTHING_MOVES);
    }

    static Fault flushed() {
        return Fault.of("FLUSHALL", bed -> bed.redis.commands().flushall(), Target.NOTHING_MOVES);
    }

    static Fault downPastTheLease() {
        return Fault.of("Redis down longer than the lease", bed -> {
            bed.redis.stop();
            Fault.lasting(bed.pace.pastLease());
            bed.redis.restart();
        });
    }

    static Fault hungWithinTheFence() {
        return Fault.of("Redis hangs shorter than the fence", bed -> {
            bed.redis.pause();
            try {
                Fault.lasting(bed.pace.withinFence());
            } finally {
                bed.redis.resume();
            }
        }, Target.NOTHING_MOVES);
    }

    /** Round trips take this much longer, for everybody; as long as they stay below the command timeout of 1 s. */
    static Fault slow(long millis, Target target) {
        return Fault.of("Redis answers after " + millis + " ms", bed -> {
            bed.slots.forEach(slot -> slot.redis.delay(millis / 2));
            Fault.lasting(bed.pace.pastLease());
            bed.slots.forEach(slot -> slot.redis.restore());
        }, target);
    }

    /** What a clock that jumps ahead does: every key that has a time to live is gone. */
    static Fault clockAhead() {
        return Fault.of("all leases expire at once, as when Redis' clock jumps ahead", bed -> {
            RedisCommands<String, String> redis = bed.redis.commands();
            redis.keys("mcp:instance:*").forEach(key -> redis.pexpire(key, 1));
        }, Target.NOTHING_MOVES);
    }

    /** What a clock that is set back does: the keys of an instance that dies stay on, here for an hour. */
    static Fault clockBack() {
        return Fault.of("an instance killed, its lease stays for an hour, as when Redis' clock is set back", bed -> {
            bed.slot(2).instance().kill9();
            RedisCommands<String, String> redis = bed.redis.commands();
            redis.keys("mcp:instance:*").forEach(key -> redis.pexpire(key, Duration.ofHours(1).toMillis()));
        }, Target.NONE);
    }

    static Fault evicted() {
        return Fault.of("keys evicted (maxmemory, allkeys-random)", bed -> {
            RedisCommands<String, String> redis = bed.redis.commands();
            String filler = "x".repeat(1000);
            for (int i = 0; i < 5000; i++) {
                redis.set("filler:" + i, filler);
            }
            long used = redis.info("memory").lines().filter(line -> line.startsWith("used_memory:"))
                    .mapToLong(line -> Long.parseLong(line.substring(12).strip())).findFirst().orElseThrow();
            redis.configSet("maxmemory-policy", "allkeys-random");
            redis.configSet("maxmemory", Long.toString(used - 3_000_000));
            Fault.lasting(bed.pace.lease());
            redis.configSet("maxmemory", "0");
            redis.configSet("maxmemory-policy", "noeviction");
            redis.keys("filler:*").forEach(redis::del);
        }, Target.NOTHING_MOVES);
    }

    static List<Fault> all(Pace pace) {
        return List.of(restartedWithItsData(), restartedWithoutItsData(), flushed(), hungWithinTheFence(),
                downPastTheLease(), slow(200, Target.NOTHING_MOVES), slow(900, Target.NOTHING_MOVES),
                slow(2000, Target.NONE), clockAhead(), clockBack(), evicted());
    }
}
