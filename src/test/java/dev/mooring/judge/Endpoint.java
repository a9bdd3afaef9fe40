package dev.mooring.judge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The WebSocket side: {@code /mcp/?token=NAME.%2B/=}. The token must arrive byte for byte, and the path with its
 * slash, as the real endpoints demand: a lost slash is refused with 403, another token closed with 1008.
 */
final class Endpoint {

    static final String TOKEN_TAIL = ".%2B/=";
    private static final Pattern QUERY = Pattern.compile("token=([A-Za-z0-9_-]+)" + Pattern.quote(TOKEN_TAIL));
    private static final int LARGEST = 64 << 20;

    private final Vertx vertx;
    private final Journal journal;
    private final Function<String, Line> lines;
    private final Map<HttpConnection, Event> accepted = new IdentityHashMap<>();
    private long sockets;

    Endpoint(Vertx vertx, Journal journal, Function<String, Line> lines) {
        this.vertx = vertx;
        this.journal = journal;
        this.lines = lines;
    }

    HttpServer start(int port) {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(port)
                .setHttp2ClearTextEnabled(false)   // else an accept shows only with its first bytes
                .setAcceptBacklog(2048).setMaxWebSocketFrameSize(LARGEST).setMaxWebSocketMessageSize(LARGEST)
                .setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false);
        HttpServer server = vertx.createHttpServer(options);
        server.connectionHandler(connection -> {
            long number = ++sockets;
            Event accept = new Event(System.nanoTime(), null, number, Event.Kind.ACCEPT, null, null, 0);
            accepted.put(connection, accept);
            journal.add(accept);
            connection.closeHandler(closed -> accepted.remove(connection));
        });
        server.requestHandler(this::request);
        server.exceptionHandler(error -> { });
        return server;
    }

    private void request(HttpServerRequest request) {
        Event accept = accepted.get(request.connection());
        Matcher token = QUERY.matcher(String.valueOf(request.query()));
        if (!"/mcp/".equals(request.path())) {
            request.response().setStatusCode(403).end();
            return;
        }
        if (!token.matches()) {
            request.toWebSocket().onSuccess(socket -> socket.close((short) 1008));
            return;
        }
        Line line = lines.apply(token.group(1));
        long number = accept.socket();
        journal.add(new Event(accept.at(), line.name, number, Event.Kind.ACCEPT,
                request.remoteAddress().hostAddress(), null, 0));
        Behaviour behaviour = line.behaviour();
        if (behaviour.handshakeMillis() > 0) {
            request.pause();
            vertx.setTimer(behaviour.handshakeMillis(), timer -> answer(request, number, line));
        } else {
            answer(request, number, line);
        }
    }

    private void answer(HttpServerRequest request, long number, Line line) {
        int refuse = line.behaviour().refuse();
        if (!accepted.containsKey(request.connection())) {
            line.log(number, Event.Kind.REFUSED, "gone before its handshake", null, 0);
        } else if (refuse == Behaviour.RESET) {
            line.log(number, Event.Kind.REFUSED, "reset", null, 0);
            reset(channel(request.connection()));
        } else if (refuse != 0) {
            line.log(number, Event.Kind.REFUSED, Integer.toString(refuse), null, 0);
            request.response().setStatusCode(refuse).putHeader("Connection", "close").end();
        } else {
            HttpConnection connection = request.connection();
            request.toWebSocket().onSuccess(socket -> open(socket, connection, number, line))
                    .onFailure(error -> line.log(number, Event.Kind.REFUSED, "no WebSocket handshake", null, 0));
        }
    }

    private void open(ServerWebSocket socket, HttpConnection connection, long number, Line line) {
        Session session = new Session(number, line, socket, channel(connection));
        connection.closeHandler(closed -> {
            accepted.remove(connection);
            line.closed(session);
        });
        Behaviour behaviour = line.behaviour();
        line.opened(session);
        if (behaviour.closeAfterMillis() >= 0) {
            vertx.setTimer(Math.max(1, behaviour.closeAfterMillis()), timer -> session.close(behaviour.closeCode()));
        }
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channelHandlerContext().channel();
    }

    /** Closes with a TCP reset. */
    static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }
}
