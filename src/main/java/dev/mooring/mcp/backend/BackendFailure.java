package dev.mooring.mcp.backend;

/** A backend gave no result. The message is one sentence for the caller: no secret, no class name. */
public final class BackendFailure extends RuntimeException {

    /** What a backend answered instead of a result, as it came; only for callers that may pass it on as their own. */
    public record RpcError(int code, String message, Object data) {
    }

    private final boolean outage;
    private final transient RpcError rpcError;

    public BackendFailure(String message) {
        this(message, null);
    }

    public BackendFailure(String message, Throwable cause) {
        this(message, cause, false, null);
    }

    private BackendFailure(String message, Throwable cause, boolean outage, RpcError rpcError) {
        super(message, cause);
        this.outage = outage;
        this.rpcError = rpcError;
    }

    /** The backend cannot be reached, does not answer, or not as MCP wants it: what counts for its circuit breaker. */
    static BackendFailure outage(String message, Throwable cause) {
        return new BackendFailure(message, cause, true, null);
    }

    /** The backend lives, and answered with a JSON-RPC error. */
    static BackendFailure answered(String message, Throwable cause, RpcError error) {
        return new BackendFailure(message, cause, false, error);
    }

    boolean outage() {
        return outage;
    }

    /** The JSON-RPC error that the backend answered with; null when it did not answer with one. */
    public RpcError rpcError() {
        return rpcError;
    }
}
