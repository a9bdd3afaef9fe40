package dev.mooring.connection.state;

import dev.mooring.connection.ConnectionLog;
import dev.mooring.connection.ConnectionState;
import dev.mooring.connection.socket.StateSink;
import dev.mooring.ownership.Grant;
import dev.mooring.ownership.redis.RedisFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes states on a thread of its own: whatever has gathered goes out in one pipeline, of several states of one server
 * only the last. A write that fails is dropped: memory is the truth, and the next heartbeat writes it again.
 */
public final class StateWriter implements StateSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateWriter.class);

    private final RedisStates redis;
    private final Duration aliveWithin;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private final Map<Long, Long> lookedAtEpoch = new HashMap<>();
    private final Map<Long, List<Object>> told = new HashMap<>();
    private final Consumer<Collection<Long>> changed;
    private final Thread thread = new Thread(this::run, "mooring-connection-states");
    private boolean failing;
    private boolean closed;

    private record Pending(Grant grant, ConnectionState state, CompletableFuture<Void> done) {
    }

    /** Tells nobody. */
    public StateWriter(RedisStates redis, Duration aliveWithin) {
        this(redis, aliveWithin, serverIds -> { });
    }

    /**
     * @param aliveWithin a state of another instance with a heartbeat as young is taken for a live connection
     * @param changed told of servers whose state in Redis is another now, beyond heartbeats and attempts; must not block
     */
    public StateWriter(RedisStates redis, Duration aliveWithin, Consumer<Collection<Long>> changed) {
        this.redis = redis;
        this.aliveWithin = aliveWithin;
        this.changed = changed;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public CompletableFuture<Void> put(Grant grant, ConnectionState state) {
        return add(grant, state);
    }

    @Override
    public CompletableFuture<Void> remove(Grant grant) {
        return add(grant, null);
    }

    private synchronized CompletableFuture<Void> add(Grant grant, ConnectionState state) {
        Pending old = pending.remove(grant.serverId());
        if (closed || old != null && old.grant().epoch() > grant.epoch()) {
            if (old != null) {
                pending.put(grant.serverId(), old);
            }
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (old != null) {
            done.whenComplete((v, e) -> old.done().complete(null));
        }
        pending.put(grant.serverId(), new Pending(grant, state, done));
        notifyAll();
        return done;
    }

    private void run() {
        Map<Long, Pending> batch;
        while ((batch = take()) != null) {
            try {
                lookWhoWasThere(batch);
                Map<Long, ConnectionState> open = new LinkedHashMap<>();
                batch.forEach((id, one) -> {
                    if (one.grant().gate().isOpen()) {
                        open.put(id, one.state());
                    }
                });
                if (!open.isEmpty()) {
                    redis.write(open);
                    tell(open, batch);
                }
                failing = false;
            } catch (RuntimeException e) {
                if (!failing) {
                    LOG.warn("Connection states can't be written to Redis ({}); the next heartbeat tries again",
                            RedisFault.describe(e));
                }
                failing = true;
            } finally {
                batch.values().forEach(one -> one.done().complete(null));
            }
        }
    }

    private void tell(Map<Long, ConnectionState> written, Map<Long, Pending> batch) {
        List<Long> others = new ArrayList<>();
        written.forEach((id, state) -> {
            List<Object> seen = state == null ? null : Arrays.asList(batch.get(id).grant().epoch(), state.status(),
                    state.lastConnectedTime(), state.lastError());
            List<Object> before = seen == null ? told.remove(id) : told.put(id, seen);
            if (seen == null || !seen.equals(before)) {
                others.add(id);
            }
        });
        if (!others.isEmpty()) {
            changed.accept(others);
        }
    }

    private synchronized Map<Long, Pending> take() {
        while (pending.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                return null;
            }
        }
        if (closed) {
            pending.values().forEach(one -> one.done().complete(null));
            return null;
        }
        Map<Long, Pending> batch = new LinkedHashMap<>(pending);
        pending.clear();
        return batch;
    }

    /** Before a grant's first write: whose state is about to be overwritten? */
    private void lookWhoWasThere(Map<Long, Pending> batch) {
        Set<Long> fresh = new HashSet<>();
        batch.forEach((id, one) -> {
            if (!Long.valueOf(one.grant().epoch()).equals(lookedAtEpoch.put(id, one.grant().epoch()))) {
                fresh.add(id);
            }
        });
        if (fresh.isEmpty()) {
            return;
        }
        Instant oldest = Instant.now().minus(aliveWithin);
        redis.find(fresh).forEach((id, state) -> {
            Grant grant = batch.get(id).grant();
            if (state.status() == ConnectionState.Status.Connected && state.lastHeartbeat() != null
                    && state.lastHeartbeat().isAfter(oldest) && !grant.instanceId().equals(state.instanceId())) {
                ConnectionLog.info(grant, "already connected on instance " + state.instanceId()
                        + " as its last heartbeat says; taking over,");
            }
        });
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
