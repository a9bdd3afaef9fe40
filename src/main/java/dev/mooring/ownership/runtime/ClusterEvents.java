package dev.mooring.ownership.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.ownership.ClusterHints;
import dev.mooring.ownership.redis.RedisKeys;
import dev.mooring.ownership.redis.RedisPipeline;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Publishes hints on {@code mcp:events}. What must not get lost is written to PostgreSQL first: a wish to reconnect
 * raises the server's revision, which its owner compares at each reconciliation.
 */
public final class ClusterEvents implements ClusterHints {

    static final String LEFT = "instance-left";
    static final String JOINED = "instance-joined";
    static final String CONNECTIONS = "connections-changed";

    /** A message on the channel. */
    record Event(String type, Collection<?> ids) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(ClusterEvents.class);

    private final RedisPipeline redis;
    private final RedisKeys keys;
    private final JdbcTemplate jdbc;
    private final ObjectMapper json = new ObjectMapper();

    ClusterEvents(RedisPipeline redis, RedisKeys keys, JdbcTemplate jdbc) {
        this.redis = redis;
        this.keys = keys;
        this.jdbc = jdbc;
    }

    @Override
    public void serversChanged(Collection<Long> serverIds) {
        publish("servers-changed", serverIds);
    }

    @Override
    public void connectionsChanged(Collection<Long> serverIds) {
        publish(CONNECTIONS, serverIds);
    }

    @Override
    public void reconnect(Collection<Long> serverIds) {
        try {
            jdbc.batchUpdate("update mcp_server set revision = revision + 1 where id = ?",
                    serverIds.stream().sorted().map(id -> new Object[] {id}).toList());
            publish("reconnect", serverIds);
        } catch (DataAccessException e) {
            LOG.warn("reconnect of servers {} could not be noted: PostgreSQL does not answer", serverIds);
        }
    }

    void locksReleased(Collection<Long> serverIds) {
        publish("locks-released", serverIds);
    }

    void joined(String instanceId) {
        publish(JOINED, List.of(instanceId));
    }

    void left(String instanceId) {
        publish(LEFT, List.of(instanceId));
    }

    /** Somebody is to be drained, or not any more. */
    void drainChanged(String instanceId) {
        publish("drain-changed", List.of(instanceId));
    }

    private void publish(String type, Collection<?> ids) {
        try {
            redis.publish(keys.events(), json.writeValueAsString(new Event(type, ids)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
