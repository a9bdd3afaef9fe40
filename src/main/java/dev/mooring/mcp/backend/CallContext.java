package dev.mooring.mcp.backend;

import dev.mooring.tracing.CallStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What goes along with one request to a backend: how long it may take, what its caller sent besides the arguments, where
 * its progress is told, and whether it is still wanted. Safe for use by many threads; for one request only.
 */
public final class CallContext {

    private final Duration timeout;
    private final Map<String, Object> meta;
    private final Consumer<Map<String, Object>> progress;
    private final List<Runnable> listeners = new ArrayList<>();
    private volatile CallStep step = CallStep.NONE;
    private boolean cancelled;
    private String reason;

    /**
     * @param timeout until when there must be an answer, counted from the call
     * @param meta the request's {@code _meta} without its progressToken; may be empty
     * @param progress gets the params of each progress notification of the backend, without the token; null when nobody
     *     wants to know, so that the backend is not asked for it
     */
    public CallContext(Duration timeout, Map<String, Object> meta, Consumer<Map<String, Object>> progress) {
        this.timeout = timeout;
        this.meta = Collections.unmodifiableMap(meta); // may hold nulls, as JSON does
        this.progress = progress;
    }

    /** Only a timeout; nobody listens to progress. */
    public static CallContext of(Duration timeout) {
        return new CallContext(timeout, Map.of(), null);
    }

    public Duration timeout() {
        return timeout;
    }

    public Map<String, Object> meta() {
        return meta;
    }

    /** The part of a trace that requests belong to. */
    public void step(CallStep part) {
        step = part;
    }

    CallStep step() {
        return step;
    }

    /** Where progress is told; does nothing when nobody wants to know. */
    public Consumer<Map<String, Object>> progress() {
        return progress == null ? params -> { } : progress;
    }

    /** Whether the caller asked for progress. */
    public boolean wantsProgress() {
        return progress != null;
    }

    /** Runs it when the request is cancelled, in the thread that cancels; at once when it already is. */
    public void onCancel(Runnable listener) {
        synchronized (this) {
            if (!cancelled) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    /** Nobody wants the answer any more. A second call does nothing. @param reason for the backend; may be null */
    public void cancel(String reason) {
        List<Runnable> told;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            this.reason = reason;
            told = List.copyOf(listeners);
            listeners.clear();
        }
        told.forEach(Runnable::run);
    }

    public synchronized boolean cancelled() {
        return cancelled;
    }

    /** Why it was cancelled; null when it was not, or nobody said. */
    public synchronized String reason() {
        return reason;
    }
}
