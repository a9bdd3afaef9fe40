package dev.mooring.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.mcp.backend.CallContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What the protocol remembers of one conversation: the version agreed on, and the requests that are not answered yet. */
public final class Talk {

    private final Map<JsonNode, Pending> pending = new ConcurrentHashMap<>();
    private volatile String version;

    /** The MCP version agreed on; null before {@code initialize}, which some callers leave out. */
    public String version() {
        return version;
    }

    /** Notes the version that {@code initialize} agreed on, here or, as its peer says, on another instance. */
    public void agreed(String agreed) {
        version = agreed;
    }

    void begin(JsonNode id, Pending request) {
        pending.put(id, request);
    }

    void end(JsonNode id, Pending request) {
        pending.remove(id, request);
    }

    /** Calls a request off; nothing when it is unknown, or answered by now. */
    void cancel(JsonNode id, String reason) {
        Pending request = pending.get(id);
        if (request != null) {
            request.context().cancel(reason);
        }
    }

    /** A request that is being worked on. */
    static final class Pending {
        private final Consumer<Map<String, Object>> progress;
        private CallContext context;
        private boolean over;

        /** @param progress where progress is sent; null when the peer did not ask for it */
        Pending(Consumer<Map<String, Object>> progress) {
            this.progress = progress;
        }

        Pending with(CallContext given) {
            context = given;
            return this;
        }

        CallContext context() {
            return context;
        }

        /** Sends it, unless the answer is on its way: nothing may follow that. */
        synchronized void progress(Map<String, Object> params) {
            if (!over && !context.cancelled()) {
                progress.accept(params);
            }
        }

        /** The answer comes next. @return false when the request was cancelled, which gets none */
        synchronized boolean finish() {
            over = true;
            return !context.cancelled();
        }
    }
}
