package dev.mooring.mcp.protocol;

import dev.mooring.connection.Conversation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A conversation that keeps what is sent in it. */
final class Recorded implements Conversation {

    final List<String> sent = new CopyOnWriteArrayList<>();
    private final Map<Class<?>, Object> memory = new ConcurrentHashMap<>();

    @Override
    public boolean send(String frame) {
        return sent.add(frame);
    }

    @Override
    public <T> T memory(Class<T> type, Supplier<T> first) {
        return type.cast(memory.computeIfAbsent(type, any -> first.get()));
    }
}
