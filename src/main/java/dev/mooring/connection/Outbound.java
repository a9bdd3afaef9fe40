package dev.mooring.connection;

/** Writes frames that nobody asked for, such as {@code notifications/tools/list_changed}. */
@FunctionalInterface
public interface Outbound {

    /**
     * Writes one frame on the server's current socket, through the frame gate, or nowhere: another instance owns the
     * server, or it is not connected right now. Never blocks, never waits for a connection.
     *
     * @return whether it was handed to a socket
     */
    boolean send(long serverId, String frame);
}
