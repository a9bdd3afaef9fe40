package dev.mooring.mcp.http;

import dev.mooring.api.EventStream;
import dev.mooring.connection.Outbound;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * The sessions that this instance has met, the least used forgotten first. One that it has not met but another instance
 * may have begun is taken up; an id is no proof of anything, the token of each request is.
 */
final class McpSessions implements Outbound, AutoCloseable {

    private static final int MOST = 10_000;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final int KEEP_ALIVE_SECONDS = 25;

    private record Key(long user, long server, String id) {
    }

    private final SecureRandom random = new SecureRandom();
    private final Map<Key, McpSession> sessions = bounded();
    private final Map<Key, Boolean> ended = bounded();
    private final Executor threads;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "mcp-http-keep-alive");
        thread.setDaemon(true);
        return thread;
    });

    /** @param threads where streams are written, because a slow client may block that */
    McpSessions(Executor threads) {
        this.threads = threads;
        clock.scheduleWithFixedDelay(() -> streams(null).forEach(stream -> write(stream::keepAlive)),
                KEEP_ALIVE_SECONDS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
    }

    /** A session that is kept only once {@link #begin} is called. */
    McpSession prepare() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return new McpSession(HexFormat.of().formatHex(bytes));
    }

    synchronized void begin(long user, long server, McpSession session) {
        sessions.put(new Key(user, server, session.id()), session);
    }

    /** Empty for an id that was ended here, or can't be one. */
    synchronized Optional<McpSession> find(long user, long server, String id) {
        Key key = new Key(user, server, id);
        if (!ID.matcher(id).matches() || ended.containsKey(key)) {
            return Optional.empty();
        }
        return Optional.of(sessions.computeIfAbsent(key, unknown -> new McpSession(id)));
    }

    /** @return whether there was one to end */
    boolean end(long user, long server, String id) {
        Key key = new Key(user, server, id);
        McpSession session;
        synchronized (this) {
            if (!ID.matcher(id).matches() || ended.put(key, true) != null) {
                return false;
            }
            session = sessions.remove(key);
        }
        if (session != null) {
            session.end();
        }
        return true;
    }

    /** Sends a frame to all clients that listen to the server on this instance. */
    @Override
    public boolean send(long serverId, String frame) {
        List<EventStream> streams = streams(serverId);
        streams.forEach(stream -> write(() -> stream.send(frame)));
        return !streams.isEmpty();
    }

    private void write(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            // busy, or stopping: it is a hint, and the next keep-alive comes soon
        }
    }

    private synchronized List<EventStream> streams(Long server) {
        List<EventStream> streams = new ArrayList<>();
        sessions.forEach((key, session) -> {
            EventStream stream = session.listening();
            if (stream != null && stream.isOpen() && (server == null || server == key.server())) {
                streams.add(stream);
            }
        });
        return streams;
    }

    private static <V> Map<Key, V> bounded() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
                return size() > MOST;
            }
        };
    }

    /** Before the HTTP server waits for what is open: these would hold up the end of the program. */
    @EventListener(ContextClosedEvent.class)
    public void stop() {
        close();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        streams(null).forEach(EventStream::end);
    }
}
