package dev.mooring.mcp.backend;

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

    /** The HTTP exchange of one request failed, perhaps in the midst of its answer. */
    void failed(String requestId, Throwable why) {
        session.thenAccept(made -> made.failed(requestId, why));
    }
}
