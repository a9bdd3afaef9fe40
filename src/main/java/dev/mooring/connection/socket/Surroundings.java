package dev.mooring.connection.socket;

import dev.mooring.connection.ConnectionListener;
import dev.mooring.connection.ConnectionMonitorProperties;
import dev.mooring.connection.ConnectionProperties;
import dev.mooring.connection.ServerAddresses;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * What all connections of an instance share.
 *
 * @param giveUp asks ownership to let another instance try; called on a worker
 * @param listener told of what happens on the connections
 */
public record Surroundings(ConnectionProperties properties, ConnectionMonitorProperties monitor,
        ServerAddresses addresses, Dialer dialer, Timers timers, StateSink states, Workers workers,
        LongConsumer giveUp, RandomGenerator random, ConnectionListener listener) {

    /** With nobody who listens. */
    public Surroundings(ConnectionProperties properties, ConnectionMonitorProperties monitor,
            ServerAddresses addresses, Dialer dialer, Timers timers, StateSink states, Workers workers,
            LongConsumer giveUp, RandomGenerator random) {
        this(properties, monitor, addresses, dialer, timers, states, workers, giveUp, random, ConnectionListener.NONE);
    }
}
