/**
 * Keeps every server that this instance owns connected by one WebSocket.
 *
 * <p>Kept true: a server has at most one attempt or socket here; frames enter its route in order; a reply goes out on
 * the socket its request came from, or nowhere; nothing is taken in or written past the frame gate; no address shows in
 * a URI, a log, an error or in Redis. Not kept true here: that only one instance is connected, which is ownership's.
 *
 * <p>Read {@link dev.mooring.connection.Connections} first, which ownership drives, then
 * {@code socket.ServerConnection}, the life of one connection.
 */
package dev.mooring.connection;
