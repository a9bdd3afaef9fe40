package dev.mooring.mcp.http;

import dev.mooring.api.EventStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What is remembered of one session: the version, what is being worked on, and the stream that its client listens to. */
final class McpSession {

    private final String id;
    private final Map<Class<?>, Object> memory = new ConcurrentHashMap<>();
    private EventStream listening;

    McpSession(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    <T> T memory(Class<T> type, Supplier<T> first) {
        return type.cast(memory.computeIfAbsent(type, any -> first.get()));
    }

    /** The client listens anew; the stream before ends. */
    synchronized void listen(EventStream stream) {
        if (listening != null) {
            listening.end();
        }
        listening = stream;
    }

    synchronized EventStream listening() {
        return listening;
    }

    void end() {
        listen(null);
    }
}
