package dev.mooring.connection.socket;

import dev.mooring.connection.ConnectionListener;
import dev.mooring.connection.ConnectionLog;
import dev.mooring.connection.Conversation;
import dev.mooring.ownership.ServerLine;
import dev.mooring.ownership.Grant;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open socket and the frames on it. Nothing is taken in and nothing is written but through the frame gate; a closed
 * gate closes the socket hard.
 */
final class Session implements Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Grant grant;
    private final Dialer.Socket socket;
    private final FrameSink sink;
    private final FrameLane lane;
    private final ConnectionListener listener;
    private final Map<Class<?>, Object> memory = new ConcurrentHashMap<>();
    private final AtomicBoolean binaryTold = new AtomicBoolean();
    private volatile boolean ended;
    private volatile boolean closeSent;

    Session(Grant grant, Dialer.Socket socket, FrameSink sink, Surroundings around) {
        this.grant = grant;
        this.socket = socket;
        this.sink = sink;
        this.listener = around.listener();
        this.lane = new FrameLane(socket, around.workers(), around.properties().maxInFlight(), this::failed);
        socket.whenClosed(() -> ended = true);
    }

    void event(VertxWebsocketEvent event, String detail) {
        if (sink.wantsEvents()) {
            lane.add(done -> {
                if (gateOpen()) {
                    sink.event(grant, event, detail, done);
                } else {
                    done.run();
                }
            }, 0);
        }
    }

    void text(String frame) {
        listener.frameIn();
        lane.add(done -> {
            if (ended || !gateOpen()) {
                done.run();
                return;
            }
            sink.frame(grant, this, frame, reply -> {
                try {
                    if (reply != null && !reply.isEmpty()) {
                        send(reply);
                    }
                } finally {
                    done.run();
                }
            });
        }, frame.length());
    }

    @Override
    public boolean send(String frame) {
        if (ended || closeSent || !gateOpen()) {
            return false;
        }
        socket.write(frame);
        listener.frameOut();
        return true;
    }

    @Override
    public <T> T memory(Class<T> type, Supplier<T> first) {
        return type.cast(memory.computeIfAbsent(type, any -> first.get()));
    }

    void binary() {
        if (binaryTold.compareAndSet(false, true)) {
            ConnectionLog.warn(grant, "binary frame ignored: MCP messages are text frames;");
        }
    }

    void ping() {
        if (!ended && gateOpen()) {
            socket.ping();
        }
    }

    boolean isPaused() {
        return lane.isPaused();
    }

    boolean gateOpen() {
        if (grant.gate().isOpen()) {
            return true;
        }
        closeHard();
        return false;
    }

    void closeHard() {
        ended = true;
        lane.stop(() -> { });
        socket.closeHard();
    }

    /**
     * Takes no more frames, lets those in flight be answered, sends a close frame and waits for the TCP close; each
     * wait is bounded.
     *
     * @return completed when the TCP connection is closed, in any case
     */
    CompletableFuture<Void> close(Timers timers, Duration drain, Duration closing) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        AtomicBoolean drained = new AtomicBoolean();
        Runnable sendClose = () -> {
            if (drained.compareAndSet(false, true)) {
                if (!ended && gateOpen()) {
                    closeSent = true;
                    socket.sendClose();
                }
                Timers.Timer hard = timers.after(closing, this::closeHard);
                socket.whenClosed(hard::cancel);
            }
        };
        socket.whenClosed(() -> closed.complete(null));
        Timers.Timer late = timers.after(drain, sendClose);
        lane.stop(() -> {
            late.cancel();
            sendClose.run();
        });
        return closed;
    }

    private void failed(Throwable cause) {
        LOG.error("A frame could not enter its route ({}) {}", cause.getClass().getName(), ServerLine.of(grant));
    }
}
