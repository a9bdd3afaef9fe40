package dev.mooring.ownership;

import java.util.Collection;

/**
 * Tells all instances that something changed, so that they look now and not at their next beat. Hints on the Redis
 * channel {@code mcp:events}: a lost one costs time, never correctness. No method blocks or throws.
 */
public interface ClusterHints {

    /** Servers were created, enabled, disabled, deleted or given another address. */
    void serversChanged(Collection<Long> serverIds);

    /** The connection states of these servers in Redis are others than before, beyond their heartbeats. */
    default void connectionsChanged(Collection<Long> serverIds) {
        // nothing depends on it but who watches
    }

    /** Whoever owns these servers closes and opens their connections again. */
    void reconnect(Collection<Long> serverIds);
}
