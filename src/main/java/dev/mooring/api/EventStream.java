package dev.mooring.api;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * An answer that is a stream of server-sent events. Safe for use by many threads; a client that does not read holds up
 * whoever writes, until the container gives it up.
 */
public final class EventStream {

    private final AsyncContext async;
    private boolean begun;
    private boolean over;

    /** Nothing is written before the first event, or {@link #open}. */
    public EventStream(AsyncContext async) {
        this.async = async;
    }

    /** Sends the headers, so that the client knows that the stream is open. */
    public synchronized void open() {
        write(": open\n\n");
    }

    /**
     * Sends an event of the type {@code message}.
     *
     * @return false when the client is gone
     */
    public boolean send(String data) {
        return write(text(null, "message", data));
    }

    /**
     * An event as it goes over the wire.
     *
     * @param id null for none
     * @param data usually JSON on one line, though a user's step may have written several
     */
    public static String text(String id, String type, String data) {
        return (id == null ? "" : "id: " + id + "\n") + "event: " + type + "\ndata: "
                + data.replace("\r", "").replace("\n", "\ndata: ") + "\n\n";
    }

    /** Sends a comment, so that nothing on the way takes the silence for an end. */
    public void keepAlive() {
        write(": still here\n\n");
    }

    public synchronized boolean isOpen() {
        return !over;
    }

    /** Whether headers went out. */
    public synchronized boolean isBegun() {
        return begun;
    }

    /**
     * Writes events or comments as they stand.
     *
     * @return false when the client is gone
     */
    public synchronized boolean write(String text) {
        if (over) {
            return false;
        }
        try {
            HttpServletResponse response = (HttpServletResponse) async.getResponse();
            if (!begun) {
                begun = true;
                response.setStatus(200);
                response.setContentType("text/event-stream");
                response.setCharacterEncoding(StandardCharsets.UTF_8.name());
                response.setHeader("Cache-Control", "no-store");
                response.setHeader("X-Accel-Buffering", "no");
            }
            response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
            return true;
        } catch (IOException | IllegalStateException e) {
            end();
            return false;
        }
    }

    /** Ends the answer; does nothing when it has ended. */
    public synchronized void end() {
        if (!over) {
            over = true;
            try {
                async.complete();
            } catch (IllegalStateException e) {
                // the container has ended it
            }
        }
    }
}
