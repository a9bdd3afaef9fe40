package dev.mooring.connection.socket;

import dev.mooring.connection.Conversation;
import dev.mooring.ownership.Grant;
import java.util.function.Consumer;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEvent;

/** The route that a server's frames enter. */
interface FrameSink {

    /**
     * Brings a frame into the route; returns when the route has taken it.
     *
     * @param conversation where the frame came from
     * @param answered called once, with the reply or null
     */
    void frame(Grant grant, Conversation conversation, String frame, Consumer<String> answered);

    /** Whether the route wants to hear of open, close and error. */
    boolean wantsEvents();

    /** @param detail without secrets; null unless there is something to tell */
    void event(Grant grant, VertxWebsocketEvent event, String detail, Runnable done);
}
