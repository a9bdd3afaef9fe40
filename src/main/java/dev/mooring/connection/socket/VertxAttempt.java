package dev.mooring.connection.socket;

import dev.mooring.connection.ConnectionProperties;
import dev.mooring.connection.ReconnectReason;
import dev.mooring.ownership.FrameGate;
import io.netty.channel.Channel;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** One attempt and its socket; everything but {@link #abort()} runs on the attempt's event loop. */
final class VertxAttempt implements Dialer.Attempt {
    private final Context context;
    private final WebSocketClient client;
    private final ChannelTap tap;
    private final ConnectionProperties properties;
    private final DialLimit limit;
    private final FrameGate gate;
    private final Dialer.Listener listener;
    private final List<String> early = new ArrayList<>();
    private Failure broken;
    private boolean settled;
    private boolean opened;
    private boolean ended;
    private volatile boolean aborted;
    private volatile Channel channel;
    private volatile VertxSocket socket;

    VertxAttempt(Context context, WebSocketClient client, ChannelTap tap, ConnectionProperties properties,
            DialLimit limit, FrameGate gate, Dialer.Listener listener) {
        this.context = context;
        this.client = client;
        this.tap = tap;
        this.properties = properties;
        this.limit = limit;
        this.gate = gate;
        this.listener = listener;
    }

    void start(EndpointAddress address) {
        limit.acquire(() -> context.runOnContext(v -> connect(address)));
    }

    @Override
    public void abort() {
        aborted = true;
        closeHard();
    }

    private void closeHard() {
        Dialer.Socket open = socket;
        Channel connecting = channel;
        if (open != null) {
            open.closeHard();
        } else if (connecting != null) {
            connecting.close();
        }
    }

    private void connect(EndpointAddress address) {
        if (aborted) {
            limit.release();
            return;
        }
        WebSocketConnectOptions options = new WebSocketConnectOptions();
        options.setHost(address.host()).setPort(address.port()).setSsl(address.ssl()).setURI(address.target());
        options.setTimeout(properties.handshakeTimeout().toMillis());
        options.setAllowOriginHeader(false);
        ClientWebSocket opening = client.webSocket();
        // before connect(): a frame in the same TCP segment as the handshake's answer would be lost otherwise
        opening.textMessageHandler(this::text);
        opening.binaryMessageHandler(data -> ifLive(listener::binary));
        opening.frameHandler(frame -> ifLive(listener::life));
        opening.pongHandler(data -> ifLive(listener::life));
        opening.exceptionHandler(this::broken);
        opening.closeHandler(v -> closed(Failure.ofClose(opening.closeStatusCode())));
        // Vert.x leaves some failures of a handshake unreported; without this one such would hold its place for good
        long bound = properties.connectTimeout().plus(properties.handshakeTimeout().multipliedBy(2)).toMillis() + 10_000;
        context.owner().setTimer(bound, id -> overdue());
        tap.during(() -> {
            try {
                opening.connect(options).onComplete(this::connected);
            } catch (RuntimeException e) {
                settle();
                fail(e);
            }
        }, () -> {
            channel = new GatedChannel(gate);
            return channel;
        });
    }

    private void overdue() {
        if (settle()) {
            fail(new TimeoutException());
            abort();
        }
    }

    /** Gives this attempt's place to the next; false if that is done. */
    private boolean settle() {
        if (settled) {
            return false;
        }
        settled = true;
        limit.release();
        return true;
    }

    private void connected(AsyncResult<WebSocket> result) {
        settle();
        if (result.failed()) {
            fail(result.cause());
            return;
        }
        VertxSocket open = new VertxSocket(result.result());
        socket = open;
        if (aborted) {
            open.closeHard();
            return;
        }
        opened = true;
        listener.opened(open);
        early.forEach(listener::text);
        early.clear();
    }

    private void fail(Throwable cause) {
        if (!aborted && !ended) {
            ended = true;
            listener.failed(Failure.of(cause));
        }
    }

    private void text(String frame) {
        if (!opened) {
            early.add(frame);
        } else if (!ended && !aborted) {
            listener.text(frame);
        }
    }

    private void ifLive(Runnable told) {
        if (opened && !ended && !aborted) {
            told.run();
        }
    }

    private void broken(Throwable cause) {
        if (!(cause instanceof HttpClosedException)) {
            broken = Failure.of(ReconnectReason.BROKEN, "the connection broke (" + cause.getClass().getSimpleName()
                    + "); a frame over mooring.connection.max-frame-size (" + properties.maxFrameSize()
                    + " bytes) is one cause");
            closeHard();
        }
    }

    private void closed(Failure failure) {
        if (opened && !ended) {
            ended = true;
            if (!aborted) {
                listener.closed(broken != null ? broken : failure);
            }
        }
    }
}
