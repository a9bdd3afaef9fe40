package dev.mooring.mcp.http;

import dev.mooring.api.EventStream;
import dev.mooring.connection.Conversation;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * One POST and its answer: plain JSON, or, as soon as something has to be told before the answer, a stream of events, if
 * the client takes one.
 */
final class PostedFrame implements Conversation {

    private static final String NO_ID = "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":";
    private final AsyncContext async;
    private final McpSession session;
    private final boolean takesEvents;
    private final EventStream events;
    private boolean over;

    PostedFrame(AsyncContext async, McpSession session, boolean takesEvents) {
        this.async = async;
        this.session = session;
        this.takesEvents = takesEvents;
        this.events = new EventStream(async);
    }

    @Override
    public synchronized boolean send(String frame) {
        return takesEvents && !over && events.send(frame);
    }

    @Override
    public <T> T memory(Class<T> type, Supplier<T> first) {
        return session.memory(type, first);
    }

    /** @param reply null for none: 202 */
    synchronized void answer(String reply) {
        over = true;
        if (events.isBegun()) {
            if (reply != null) {
                events.send(reply);
            }
        } else {
            try {
                HttpServletResponse response = (HttpServletResponse) async.getResponse();
                response.setStatus(reply == null ? 202 : reply.startsWith(NO_ID) ? 400 : 200);
                if (reply != null) {
                    byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
                    response.setContentType("application/json");
                    response.setContentLength(bytes.length);
                    response.getOutputStream().write(bytes);
                }
            } catch (IOException | IllegalStateException e) {
                // the client is gone
            }
        }
        events.end();
    }

    /** Ends the exchange with what has been written so far. */
    synchronized void abandon() {
        over = true;
        events.end();
    }

    synchronized boolean isOpen() {
        return !over && events.isOpen();
    }
}
