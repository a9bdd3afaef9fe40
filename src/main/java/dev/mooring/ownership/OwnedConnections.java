package dev.mooring.ownership;

import java.util.Collection;
import java.util.List;

/** What ownership drives: the connections of the servers that this instance owns. Implemented by {@code connection}. */
public interface OwnedConnections {

    /** Why a connection ends; decides what its state in Redis becomes. */
    enum End {
        /** Another instance takes it over: the state stays, as Disconnected, for the next owner to overwrite. */
        HANDED_OVER,
        /** The server was disabled or deleted: the state is removed. */
        NOT_WANTED,
        /** Somebody else owns the server already: touch nothing that is shared. */
        LOST
    }

    /** Adds one route per grant, in bulk; returns when the routes are started (connecting goes on by itself). */
    void granted(List<Grant> grants);

    /**
     * Closes gracefully, all of them side by side: lets calls in flight finish (bounded), closes the WebSockets and
     * waits for the TCP close (bounded, 300 ms). When it returns no socket of these servers is open, hard closed if
     * need be. The routes go in {@link #removed}.
     */
    void close(Collection<Long> serverIds, End end);

    /** Removes the routes of servers that are no longer owned; may happen in the background, after the release. */
    void removed(Collection<Long> serverIds);

    /** The lease is over: every socket is closed hard, at once, nothing is written. Never blocks. */
    void fenced();

    /** Closes and opens the connections of those of the servers that are owned here. Never blocks. */
    void reconnect(Collection<Long> serverIds);
}
