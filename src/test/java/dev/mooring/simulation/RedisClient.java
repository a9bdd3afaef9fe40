package dev.mooring.simulation;

import dev.mooring.ownership.lease.LeaseStore;
import dev.mooring.ownership.lock.Lock;
import dev.mooring.ownership.lock.LockStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** One instance's way to Redis: the commands that the real stores send, in the same pipelines. */
final class RedisClient implements LeaseStore {

    private final World world;
    private final Machine machine;
    private final SimulatedRedis redis;
    private final long expiry;

    RedisClient(World world, Machine machine, long expiry) {
        this.world = world;
        this.machine = machine;
        this.redis = world.redis();
        this.expiry = expiry;
    }

    @Override
    public void join(String instanceId, String lease) {
        send("join " + instanceId + " " + lease, List.of(did(() -> redis.setLease(instanceId, lease, expiry)),
                did(() -> redis.addMember(instanceId))));
    }

    @Override
    public Reply beat(String instanceId, String lease, boolean member, Collection<String> watched) {
        List<String> ids = watched.stream().sorted().toList();
        List<Supplier<Object>> commands = new ArrayList<>();
        commands.add(() -> redis.renewLease(instanceId, lease, expiry));
        commands.add(did(redis::incarnationIfAbsent));
        commands.add(redis::incarnation);
        if (member) {
            commands.add(did(() -> redis.addMember(instanceId)));
        }
        commands.add(redis::members);
        ids.forEach(id -> commands.add(() -> redis.lease(id)));
        Object[] answers = send("beat " + instanceId + " " + lease + " watching " + ids, commands);
        int at = member ? 4 : 3;
        Set<String> members = new TreeSet<>();
        ((Set<?>) answers[at]).forEach(id -> members.add((String) id));
        Map<String, String> leases = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            if (answers[at + 1 + i] != null) {
                leases.put(ids.get(i), (String) answers[at + 1 + i]);
            }
        }
        world.trace().add(machine.name(), "saw in " + answers[2], leases);
        return new Reply((Boolean) answers[0], (String) answers[2], members, leases);
    }

    @Override
    public void newIncarnation() {
        send("new incarnation", List.of(did(redis::newIncarnation)));
    }

    @Override
    public void leave(String instanceId) {
        send("leave " + instanceId, List.of(did(() -> redis.removeMember(instanceId))));
    }

    @Override
    public void remove(Collection<String> instanceIds) {
        List<Supplier<Object>> commands = new ArrayList<>();
        instanceIds.stream().sorted().forEach(id -> {
            commands.add(did(() -> redis.removeMember(id)));
            commands.add(did(() -> redis.deleteLease(id)));
        });
        send("remove " + instanceIds, commands);
    }

    /** The locks of one kind. */
    LockStore locks(String kind) {
        return new LockStore() {
            @Override
            public Set<String> lock(Collection<Lock> locks) {
                List<Lock> sorted = sorted(locks);
                Object[] answers = send("lock " + kind + sorted, sorted.stream()
                        .<Supplier<Object>>map(lock -> () -> redis.lock(kind, lock)).toList());
                Set<String> held = new TreeSet<>();
                for (int i = 0; i < answers.length; i++) {
                    if ((Boolean) answers[i]) {
                        held.add(sorted.get(i).id());
                    }
                }
                return held;
            }

            @Override
            public void unlock(Collection<Lock> locks) {
                List<Lock> sorted = sorted(locks);
                send("unlock " + kind + sorted, sorted.stream()
                        .map(lock -> did(() -> redis.unlock(kind, lock))).toList());
            }
        };
    }

    private Object[] send(String what, List<Supplier<Object>> commands) {
        return world.network().call(machine, Network.Service.REDIS, what, commands);
    }

    private static Supplier<Object> did(Runnable command) {
        return () -> {
            command.run();
            return "OK";
        };
    }

    private static List<Lock> sorted(Collection<Lock> locks) {
        return locks.stream().sorted(Comparator.comparing(Lock::id)).toList();
    }
}
