package dev.mooring.mcp.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An answer that is a stream of server-sent events, one frame each. Safe for use by many threads. */
final class EventStream {

    private final AsyncContext async;
    private boolean begun;
    private boolean over;

    EventStream(AsyncContext async) {
        this.async = async;
    }

    /** Sends the headers, so that the client knows that the stream is open. */
    synchronized void open() {
        write(": open\n\n");
    }

    /** @return false when the client is gone */
    synchronized boolean send(String frame) {
        // a frame is JSON on one line, as Mooring writes it; a user's step may have written another
        return write("event: message\ndata: " + frame.replace("\r", "").replace("\n", "\ndata: ") + "\n\n");
    }

    void keepAlive() {
        write(": still here\n\n");
    }

    synchronized boolean isOpen() {
        return !over;
    }

    synchronized boolean isBegun() {
        return begun;
    }

    private synchronized boolean write(String text) {
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

    synchronized void end() {
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
