package dev.mooring.connection;

/** What made another attempt to connect necessary: few and fixed, so that they can be counted. */
public enum ReconnectReason {
    /** The endpoint refused the token. */
    TOKEN_REFUSED,
    /** The endpoint answered with HTTP instead of opening a WebSocket, or the handshake failed otherwise. */
    HANDSHAKE,
    /** Its host name is unknown, or nobody listens there. */
    UNREACHABLE,
    /** No answer in time. */
    TIMEOUT,
    /** TLS failed, such as for a certificate that is not trusted. */
    TLS,
    /** The TCP connection ended without a close frame. */
    LOST,
    /** The endpoint closed the connection. */
    CLOSED,
    /** No sign of life for too long. */
    STALE,
    /** What arrived breaks the protocol or a limit. */
    BROKEN,
    /** The registered address cannot be read or used. */
    ADDRESS,
    /** Somebody asked for it: a restart, a changed address, changed tools. */
    ASKED,
    /** To verify a takeover after a fault, on which no message has come. */
    VERIFICATION
}
