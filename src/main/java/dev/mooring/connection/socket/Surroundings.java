package dev.mooring.connection.socket;

import dev.mooring.connection.ConnectionMonitorProperties;
import dev.mooring.connection.ConnectionProperties;
import dev.mooring.connection.ServerAddresses;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * What all connections of an instance share.
 *
 * @param giveUp asks ownership to let another instance try; called on a worker
 */
public record Surroundings(ConnectionProperties properties, ConnectionMonitorProperties monitor,
        ServerAddresses addresses, Dialer dialer, Timers timers, StateSink states, Workers workers,
        LongConsumer giveUp, RandomGenerator random) {
}
