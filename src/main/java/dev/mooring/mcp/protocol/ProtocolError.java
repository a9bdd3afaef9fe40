package dev.mooring.mcp.protocol;

/** A request that is answered with a JSON-RPC error; the message is what the peer reads. */
public final class ProtocolError extends RuntimeException {

    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;
    /** Of the range that JSON-RPC leaves to servers: too many requests in flight. */
    static final int BUSY = -32000;

    private final int code;

    ProtocolError(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}
