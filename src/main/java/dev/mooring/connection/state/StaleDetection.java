package dev.mooring.connection.state;

import dev.mooring.connection.ConnectionState;
import dev.mooring.ownership.ClusterHints;
import dev.mooring.ownership.ServerLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code staleDetection} of routes/stale-detection.camel.yaml. Clears states that nobody keeps up: those of
 * live connections without a fresh heartbeat, which are then connected again, and those of servers that are deleted or
 * disabled. Decides nothing about ownership.
 */
public final class StaleDetection {
    private static final Logger LOG = LoggerFactory.getLogger("dev.mooring.connection");

    private final RedisStates redis;
    private final Supplier<List<Long>> enabledServers;
    private final ClusterHints hints;
    private final Duration heartbeatTimeout;

    public StaleDetection(RedisStates redis, Supplier<List<Long>> enabledServers, ClusterHints hints,
            Duration heartbeatTimeout) {
        this.redis = redis;
        this.enabledServers = enabledServers;
        this.hints = hints;
        this.heartbeatTimeout = heartbeatTimeout;
    }

    /** One check of all states; when Redis or PostgreSQL does not answer, the next check does its work. */
    public void check() {
        try {
            check(Instant.now());
        } catch (RuntimeException e) {
            LOG.warn("Stale detection could not look ({}); it looks again at the next check interval",
                    e.getClass().getSimpleName());
        }
    }

    private void check(Instant now) {
        // the states first: a server enabled between the two reads is then not taken for a disabled one
        Map<Long, byte[]> raw = redis.raw(redis.all());
        Set<Long> enabled = new HashSet<>(enabledServers.get());
        Map<Long, byte[]> clear = new LinkedHashMap<>();
        List<Long> reconnect = new ArrayList<>();
        raw.forEach((id, json) -> {
            ConnectionState state = StateJson.read(json).orElse(null);
            if (!enabled.contains(id)) {
                clear.put(id, json);
            } else if (state != null && isStale(state, now)) {
                LOG.warn("stale connection detected: last heartbeat {} {}", state.lastHeartbeat(),
                        new ServerLine(id, state.serverName(), state.instanceId(), 0));
                clear.put(id, json);
                reconnect.add(id);
            }
        });
        if (!clear.isEmpty()) {
            redis.removeIfSame(clear);
        }
        if (!reconnect.isEmpty()) {
            hints.reconnect(reconnect);
        }
    }

    private boolean isStale(ConnectionState state, Instant now) {
        return state.status() == ConnectionState.Status.Connected
                && (state.lastHeartbeat() == null || state.lastHeartbeat().isBefore(now.minus(heartbeatTimeout)));
    }
}
