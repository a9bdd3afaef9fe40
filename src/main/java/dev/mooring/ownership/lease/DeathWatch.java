package dev.mooring.ownership.lease;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges whether a lease is dead, by this process' own monotonic clock only: the same evidence (the lease's value,
 * which each renewal changes, or its absence) must have stood for the lease timeout, from the receipt of the first read
 * that showed it to the sending of the newest one that still does. The idea of judging by locally observed change
 * is that of Kubernetes' client-go leader election; measuring from receipt to sending makes delays lengthen the wait and
 * never shorten it.
 *
 * <p>Time in which this process did not look is no evidence: after a pause between two reads that is longer than
 * allowed, all windows start anew. So do those of absent leases after Redis lost data.
 *
 * <p>Not thread-safe: used by the beat alone.
 */
public final class DeathWatch {

    private record Window(String evidence, long since, long until) {
    }

    private final long leaseTimeoutNanos;
    private final long longestPauseNanos;
    private final Map<String, Window> windows = new HashMap<>();
    private String incarnation;
    private boolean hasRead;
    private long lastReceived;

    public DeathWatch(long leaseTimeoutNanos, long longestPauseNanos) {
        this.leaseTimeoutNanos = leaseTimeoutNanos;
        this.longestPauseNanos = longestPauseNanos;
    }

    /**
     * Takes in one read.
     *
     * @param sent when it was sent, {@code received} when its answer was there, both in nanoseconds of the same clock
     * @param asked the ids that were asked for; what is not in {@code leases} was absent
     */
    public void read(long sent, long received, String newIncarnation, Collection<String> asked,
                     Map<String, String> leases) {
        if (hasRead && sent - lastReceived > longestPauseNanos) {
            windows.clear();
        }
        if (newIncarnation == null || !newIncarnation.equals(incarnation)) { // none to be read: it was lost just now
            windows.values().removeIf(window -> window.evidence == null);
            incarnation = newIncarnation;
        }
        hasRead = true;
        lastReceived = received;
        windows.keySet().retainAll(Set.copyOf(asked));
        for (String id : asked) {
            String evidence = leases.get(id);
            Window window = windows.get(id);
            windows.put(id, window != null && Objects.equals(window.evidence, evidence)
                    ? new Window(evidence, window.since, sent)
                    : new Window(evidence, received, received));
        }
    }

    /** The ids whose lease is dead. Once dead, dead for good: an id is never used twice. */
    public Set<String> dead() {
        return windows.entrySet().stream().filter(e -> stood(e.getValue()) >= leaseTimeoutNanos)
                .map(Map.Entry::getKey).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * How long until a read should be sent to find out about the lease that is silent longest, so that nobody waits for
     * the next beat: nanoseconds, {@code Long.MAX_VALUE} when all have been heard of within the quiet time.
     */
    public long untilVerdict(long now, long quietNanos) {
        return windows.values().stream()
                .filter(w -> stood(w) < leaseTimeoutNanos && now - w.since > quietNanos)
                .mapToLong(w -> w.since + leaseTimeoutNanos - now).min().orElse(Long.MAX_VALUE);
    }

    /** Nanoseconds since the lease's value was first seen as it is now; 0 for one that is not watched. */
    public long age(String id, long now) {
        Window window = windows.get(id);
        return window == null ? 0 : now - window.since;
    }

    private static long stood(Window window) {
        return window.until - window.since;
    }
}
