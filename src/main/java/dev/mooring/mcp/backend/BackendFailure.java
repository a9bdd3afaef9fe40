package dev.mooring.mcp.backend;

/** A backend gave no result. The message is one sentence for the caller: no secret, no class name. */
public final class BackendFailure extends RuntimeException {

    public BackendFailure(String message) {
        super(message);
    }

    public BackendFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
