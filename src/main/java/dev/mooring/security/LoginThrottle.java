package dev.mooring.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down who guesses passwords: after five failures of a user name from one address, each further attempt has to
 * wait 1 s, 2 s, 4 s, up to 60 s. Kept per instance and bounded; the oldest entries go first. An attempt counts from
 * its start, so that many at once do not slip through.
 */
final class LoginThrottle {

    private static final int FREE_FAILURES = 5;
    private static final int MAX_WAIT_SECONDS = 60;
    private static final int MAX_ENTRIES = 10_000;
    private static final long FORGET_NANOS = Duration.ofMinutes(15).toNanos();

    private record Entry(int failures, long lastNanos) {
    }

    private final LongSupplier nanoTime;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    LoginThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Counts an attempt as failed until {@link #forget} says otherwise.
     *
     * @return seconds to wait before the attempt may be made; 0 when it may be made now
     */
    synchronized int attempt(String username, String address) {
        String key = key(username, address);
        long now = nanoTime.getAsLong();
        Entry entry = entries.get(key);
        if (entry != null && now - entry.lastNanos() > FORGET_NANOS) {
            entry = null;
        }
        int failures = entry == null ? 0 : entry.failures();
        if (failures >= FREE_FAILURES) {
            long waitNanos = Duration.ofSeconds(waitSeconds(failures)).toNanos() - (now - entry.lastNanos());
            if (waitNanos > 0) {
                return (int) (waitNanos / 1_000_000_000L) + 1;
            }
        }
        entries.put(key, new Entry(failures + 1, now));
        return 0;
    }

    /** Takes back what {@link #attempt} counted, and the failures before it: the password was right, or not checked. */
    synchronized void forget(String username, String address) {
        entries.remove(key(username, address));
    }

    synchronized int size() {
        return entries.size();
    }

    private static int waitSeconds(int failures) {
        return Math.min(MAX_WAIT_SECONDS, 1 << Math.min(failures - FREE_FAILURES, 6));
    }

    private static String key(String username, String address) {
        // an endless name must not make an endless key
        return address + '|' + (username.length() > 64 ? username.substring(0, 64) : username);
    }
}
