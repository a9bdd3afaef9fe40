package dev.mooring.mcp.backend;

import io.modelcontextprotocol.spec.McpSchema;
import java.util.concurrent.CompletableFuture;

/** How a transport, which is made first, tells its session what the SDK's transports keep to themselves. */
final class SessionLink {

    private final CompletableFuture<BackendSession> session = new CompletableFuture<>();

    void to(BackendSession made) {
        session.complete(made);
    }

    /** The transport broke, now or after it had connected: the session is over. */
    void broken(Throwable why) {
        session.thenAccept(made -> made.end(why));
    }

    /** A message that came in, but goes past the transport. */
    void message(McpSchema.JSONRPCMessage message) {
        session.thenAccept(made -> made.receive(message));
    }

    /** The HTTP exchange of one request failed, perhaps in the midst of its answer. */
    void failed(String requestId, Throwable why) {
        session.thenAccept(made -> made.failed(requestId, why));
    }
}
