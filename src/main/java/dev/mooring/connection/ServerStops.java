package dev.mooring.connection;

import dev.mooring.ownership.Grant;
import java.util.Collection;
import java.util.Map;

/**
 * Servers whose routes somebody has stopped by hand: kept apart from any instance, so that a stop outlives its owner.
 * Methods throw a {@link RuntimeException} while what they are kept in does not answer.
 */
public interface ServerStops {

    /** Who stopped which of these servers; those that nobody did are missing. */
    Map<Long, String> among(Collection<Long> serverIds);

    /** Notes a stop; does nothing where another instance has claimed the server since. */
    void stopped(Grant grant, String by);

    /** Forgets a stop; does nothing where another instance has claimed the server since. */
    void started(Grant grant);
}
