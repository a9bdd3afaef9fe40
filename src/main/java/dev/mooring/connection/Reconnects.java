package dev.mooring.connection;

import dev.mooring.connection.socket.Timers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Makes one reconnect of several wishes for a server within a moment: {@link #QUIET} after the last of them, at most
 * {@link #LONGEST} after the first. A wish is not lost with this instance: whoever owns the server next connects anew.
 */
final class Reconnects {

    static final Duration QUIET = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(5);

    private static final class Wish {
        private final long first;
        private Timers.Timer timer;

        Wish(long first) {
            this.first = first;
        }
    }

    private final Timers timers;
    private final Consumer<Collection<Long>> reconnect;
    private final Map<Long, Wish> wishes = new HashMap<>();
    private Timers.Timer collecting;
    private TreeSet<Long> due = new TreeSet<>();

    /** @param reconnect is given all servers that are due at the same time; must not block */
    Reconnects(Timers timers, Consumer<Collection<Long>> reconnect) {
        this.timers = timers;
        this.reconnect = reconnect;
    }

    synchronized void ask(Collection<Long> serverIds) {
        long now = timers.nanoTime();
        for (Long id : serverIds) {
            Wish wish = wishes.computeIfAbsent(id, server -> new Wish(now));
            if (wish.timer != null) {
                wish.timer.cancel();
            }
            Duration left = LONGEST.minusNanos(now - wish.first);
            Duration delay = left.isNegative() ? Duration.ZERO : left.compareTo(QUIET) < 0 ? left : QUIET;
            wish.timer = timers.after(delay, () -> ripe(id, wish));
        }
    }

    private synchronized void ripe(Long id, Wish wish) {
        if (!wishes.remove(id, wish)) {
            return;
        }
        due.add(id);
        if (collecting == null) {
            collecting = timers.after(Duration.ofMillis(20), this::run);
        }
    }

    private void run() {
        Collection<Long> ids;
        synchronized (this) {
            collecting = null;
            ids = due;
            due = new TreeSet<>();
        }
        reconnect.accept(ids);
    }
}
