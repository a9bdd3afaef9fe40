package dev.mooring.simulation;

import dev.mooring.ownership.lock.Lock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * The data of one Redis, and what the project's scripts do to it. Keeps its last seconds in mind, so that a fail-over
 * to a replica that lags behind can take them back.
 */
final class SimulatedRedis {

    private static final String LEASE = "lease:";
    private static final String LOCK = "lock:";
    private static final String INCARNATION = "incarnation";
    private static final String MEMBER = "member:";
    private static final long REMEMBERED = 30_000_000_000L;

    private record Value(String text, long expires) {
    }

    private record Change(long at, String key, Value before) {
    }

    private final LongSupplier now;
    private final Random random;
    private final Map<String, Value> data = new TreeMap<>();
    private final Deque<Change> changes = new ArrayDeque<>();

    SimulatedRedis(LongSupplier now, Random random) {
        this.now = now;
        this.random = random;
    }

    void setLease(String id, String lease, long expiry) {
        put(LEASE + id, new Value(lease, now.getAsLong() + expiry));
    }

    boolean renewLease(String id, String lease, long expiry) {
        if (get(LEASE + id) == null) {
            return false;
        }
        setLease(id, lease, expiry);
        return true;
    }

    String lease(String id) {
        return get(LEASE + id);
    }

    void deleteLease(String id) {
        put(LEASE + id, null);
    }

    void addMember(String id) {
        put(MEMBER + id, forever(""));
    }

    void removeMember(String id) {
        put(MEMBER + id, null);
    }

    Set<String> members() {
        return keys(MEMBER);
    }

    Set<String> locks() {
        return keys(LOCK);
    }

    Set<String> leases() {
        return keys(LEASE);
    }

    String incarnation() {
        return get(INCARNATION);
    }

    void newIncarnation() {
        put(INCARNATION, forever(Long.toHexString(random.nextLong())));
    }

    void incarnationIfAbsent() {
        if (get(INCARNATION) == null) {
            newIncarnation();
        }
    }

    void deleteIncarnation() {
        put(INCARNATION, null);
    }

    boolean lock(String kind, Lock lock) {
        String key = LOCK + kind + lock.id();
        String held = get(key);
        if (held != null && !held.equals(lock.value())
                && Long.parseLong(held.substring(held.lastIndexOf('|') + 1)) >= lock.epoch()) {
            return false;
        }
        put(key, forever(lock.value()));
        return true;
    }

    void unlock(String kind, Lock lock) {
        if (lock.value().equals(get(LOCK + kind + lock.id()))) {
            deleteLock(kind + lock.id());
        }
    }

    String lockOf(String kindAndId) {
        return get(LOCK + kindAndId);
    }

    void deleteLock(String kindAndId) {
        put(LOCK + kindAndId, null);
    }

    void loseEverything() {
        List.copyOf(data.keySet()).forEach(key -> put(key, null));
    }

    /** What one of the three nodes of a Cluster held. */
    void loseNode(int node) {
        List.copyOf(data.keySet()).stream().filter(key -> Math.floorMod(key.hashCode() * 31 >>> 7, 3) == node)
                .forEach(key -> put(key, null));
    }

    /** What was written in the last so many nanoseconds never happened. */
    void loseTheLast(long nanos) {
        long then = now.getAsLong() - nanos;
        while (!changes.isEmpty() && changes.peekLast().at > then) {
            Change change = changes.pollLast();
            set(change.key, change.before);
        }
    }

    private static Value forever(String text) {
        return new Value(text, Long.MAX_VALUE);
    }

    private String get(String key) {
        Value value = data.get(key);
        return value == null || value.expires <= now.getAsLong() ? null : value.text;
    }

    private Set<String> keys(String prefix) {
        Set<String> found = new TreeSet<>();
        data.keySet().stream().filter(key -> key.startsWith(prefix) && get(key) != null)
                .forEach(key -> found.add(key.substring(prefix.length())));
        return found;
    }

    private void put(String key, Value value) {
        long at = now.getAsLong();
        while (!changes.isEmpty() && changes.peekFirst().at < at - REMEMBERED) {
            changes.pollFirst();
        }
        changes.addLast(new Change(at, key, set(key, value)));
    }

    private Value set(String key, Value value) {
        return value == null ? data.remove(key) : data.put(key, value);
    }
}
