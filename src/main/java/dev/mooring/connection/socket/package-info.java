/**
 * The component {@code mcp-connection:serverId} and the life of one connection: attempts, backoff, pings, closing.
 *
 * <p>Kept true: one attempt at a time, and what an older generation brings is closed unused; handlers are set before the
 * connect, so that no frame is lost; starting and stopping never wait for the network. Read
 * {@link dev.mooring.connection.socket.ServerConnection} first.
 */
package dev.mooring.connection.socket;
