package dev.mooring.mcp.backend;

/**
 * Why a session, or one request of it, came to nothing before there was an answer. The message continues a sentence that
 * begins with the service's name.
 */
final class SessionEnd extends RuntimeException {

    private final boolean processed;

    private SessionEnd(String message, boolean processed, Throwable cause) {
        super(message, cause);
        this.processed = processed;
    }

    /** The backend has not looked at the request, so that another session may send it again. */
    static SessionEnd unprocessed(String message, Throwable cause) {
        return new SessionEnd(message, false, cause);
    }

    /** The backend may have acted on the request. */
    static SessionEnd of(String message) {
        return new SessionEnd(message, true, null);
    }

    boolean maybeProcessed() {
        return processed;
    }
}
