package dev.mooring.connection;

import dev.mooring.ownership.Grant;

/** Told what happens on this instance's connections, for those who watch. No call may block, wait or throw. */
public interface ConnectionListener {

    /** Hears nothing. */
    ConnectionListener NONE = new ConnectionListener() {
    };

    /** A socket is open. */
    default void opened(Grant grant) {
    }

    /**
     * Another attempt to connect will follow.
     *
     * @param wasOpen whether a socket was open until now; else an attempt failed, or there was none
     */
    default void reconnecting(Grant grant, ReconnectReason reason, boolean wasOpen) {
    }

    /** A text frame arrived. */
    default void frameIn() {
    }

    /** A text frame was handed over for writing. */
    default void frameOut() {
    }
}
