package dev.mooring.mcp.tools;

import dev.mooring.mcp.ToolSync;
import dev.mooring.mcp.backend.ToolBackends;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps what is known of the services fresh: reads the tools of each once per interval, on whichever instance comes first,
 * and when the service says that they changed; closes the backends that are idle, changed or deleted.
 */
public final class SyncSchedule implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SyncSchedule.class);
    private static final Duration BEAT = Duration.ofSeconds(2);
    /** So long is waited after a service has told of a change: it may tell of several. */
    private static final Duration GATHER = Duration.ofSeconds(1);
    /** So long after a read that a service asked for, it is not read again because it asks. */
    private static final Duration LEAST_GAP = Duration.ofSeconds(5);
    private static final int AT_ONCE = 4;
    private static final String CLAIM = """
            update mcp_service set sync_claimed_at = now() where id = (
              select id from mcp_service
               where kind <> 'ROUTES' and sync_claimed_at < now() - make_interval(secs => ?)
               order by sync_claimed_at limit 1 for update skip locked)
            returning id""";

    private final JdbcTemplate jdbc;
    private final ServiceRows services;
    private final ToolBackends backends;
    private final ToolSync sync;
    private final Executor threads;
    private final Duration interval;
    private final Semaphore running = new Semaphore(AT_ONCE);
    private final Map<Long, Long> askedAt = new ConcurrentHashMap<>();
    private final Set<Long> pending = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "mcp-services");
        thread.setDaemon(true);
        return thread;
    });

    /** @param interval 0 for never */
    public SyncSchedule(JdbcTemplate jdbc, ServiceRows services, ToolBackends backends, ToolSync sync, Executor threads,
            Duration interval) {
        this.jdbc = jdbc;
        this.services = services;
        this.backends = backends;
        this.sync = sync;
        this.threads = threads;
        this.interval = interval;
    }

    /** Begins; to be called once. */
    public void start() {
        backends.onToolsChanged(this::changed);
        timer.scheduleWithFixedDelay(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        try {
            backends.closeIdle();
            Set<Long> known = backends.known();
            if (!known.isEmpty()) {
                backends.retain(services.findAll(known));
            }
            while (!interval.isZero() && running.tryAcquire()) {
                List<Long> due = List.of();
                try {
                    due = jdbc.queryForList(CLAIM, Long.class, interval.toSeconds());
                } finally {
                    if (due.isEmpty()) {
                        running.release();
                    }
                }
                if (due.isEmpty()) {
                    return;
                }
                long service = due.get(0);
                threads.execute(() -> read(service, running::release));
            }
        } catch (RuntimeException e) {
            // PostgreSQL is down, which others tell; the next beat tries again
            log.debug("the services cannot be looked at now", e);
        }
    }

    private void read(long service, Runnable after) {
        try {
            sync.sync(service);
        } catch (RuntimeException e) {
            log.debug("service {} cannot be read now", service, e);
        } finally {
            after.run();
        }
    }

    /** The service says that it has other tools now. */
    void changed(long service) {
        if (!pending.add(service)) {
            return;
        }
        Long before = askedAt.get(service);
        long wait = before == null ? 0 : LEAST_GAP.toNanos() - (System.nanoTime() - before);
        try {
            timer.schedule(() -> {
                pending.remove(service);
                askedAt.put(service, System.nanoTime());
                threads.execute(() -> read(service, () -> { }));
            }, Math.max(wait, GATHER.toNanos()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("service {} has other tools, but the instance is stopping", service);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
