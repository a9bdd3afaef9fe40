/**
 * Connection states in Redis: {@code mcp:connections:all} and {@code mcp:connection:serverId}.
 *
 * <p>Kept true: for one server the last transition wins, no socket waits for Redis, and nothing is written past the
 * frame gate. The states are for people and scripts to read: ownership does not depend on them. Read
 * {@link dev.mooring.connection.state.StateWriter} first.
 */
package dev.mooring.connection.state;
