package dev.mooring.judge;

/**
 * One line of the journal.
 *
 * @param at {@link System#nanoTime()} of the judge's process
 * @param server the server's name; null for a TCP connection that has not said yet which server it is for
 * @param socket number of the TCP connection, rising in the order of accepts; 0 for what concerns the whole server
 * @param type for frames: {@code initialize}, {@code tools/call}, {@code ping}, ..., {@code result}, {@code error},
 *     {@code wrong} (a result without the number of its call), {@code garbage}, {@code binary}; for an accept the
 *     caller's IP address; else the detail
 * @param id the JSON-RPC id as JSON text, so that {@code 17} and {@code "17"} differ; null for none
 * @param bytes length of the frame's text
 */
record Event(long at, String server, long socket, Kind kind, String type, String id, int bytes) {

    enum Kind {
        /** From here on the server should be connected. */
        WANTED,
        /** From here on the server should not be connected. */
        UNWANTED,
        ACCEPT, REFUSED, HANDSHAKE,
        /** The judge plays deaf on this socket: it sends nothing and its silence is no fault of the other side. */
        DEAF,
        /** A text or binary frame from the other side: it acted. */
        IN,
        OUT,
        /** A WebSocket ping, pong or close frame from the other side; libraries send them by themselves. */
        CONTROL_IN,
        CLOSE
    }

    boolean isReply() {
        return kind == Kind.IN && ("result".equals(type) || "error".equals(type) || "wrong".equals(type));
    }

    boolean isRequest() {
        return kind == Kind.OUT && id != null;
    }
}
