package dev.mooring.connection;

import java.util.function.Supplier;

/**
 * What a frame is part of: one WebSocket, or one session of the HTTP face. It ends with that, and each reconnect begins
 * another. Told apart by identity.
 */
public interface Conversation {

    /** The exchange property that carries the conversation a frame came in. */
    String PROPERTY = "MooringConversation";

    /**
     * Sends one more frame the way the replies go, through the frame gate: on this very socket, or nowhere. Never blocks.
     *
     * @return false when it went nowhere
     */
    boolean send(String frame);

    /** What is remembered as long as the conversation lasts; made on first use, then the same for all. */
    <T> T memory(Class<T> type, Supplier<T> first);
}
