package dev.mooring.connection;

import java.util.Collection;
import java.util.Map;

/** Reads connection states from Redis. */
public interface ConnectionStates {

    /** The states of those of the given servers that have one, by server id, in one round trip. */
    Map<Long, ConnectionState> find(Collection<Long> serverIds);
}
