package dev.mooring.simulator;

import io.vertx.core.http.ServerWebSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean behind the simulator's routes: who is connected, by connection and by token. As the official broker does, it
 * closes the older socket when a token connects again, and closes with 1008 what brings no token.
 */
public final class XiaozhiBroker {

    private static final Logger LOG = LoggerFactory.getLogger("simulator");
    private static final short NORMAL = 1000;
    private static final short POLICY_VIOLATION = 1008;

    private final Map<String, XiaozhiSession> byConnection = new ConcurrentHashMap<>();
    private final Map<String, XiaozhiSession> byToken = new ConcurrentHashMap<>();

    /** A WebSocket was opened. */
    public void opened(@Header(VertxWebsocketConstants.CONNECTION_KEY) String connection,
            @Header("token") String token, @Body ServerWebSocket socket) {
        if (token == null || token.isBlank()) {
            LOG.info("token missing: accepted, then closed with 1008, as XiaoZhi does");
            socket.close(POLICY_VIOLATION, "token is missing");
            return;
        }
        XiaozhiSession session = new XiaozhiSession(masked(token), token, socket);
        byConnection.put(connection, session);
        XiaozhiSession older = byToken.put(token, session);
        LOG.info("token {} connected from {} ({} connected)", session.name(), socket.remoteAddress(), byToken.size());
        if (older != null) {
            LOG.info("token {} was connected already: the older WebSocket is closed", session.name());
            older.close(NORMAL, "replaced by a newer connection");
        }
        session.begin();
    }

    /** A frame came in. */
    public void received(@Header(VertxWebsocketConstants.CONNECTION_KEY) String connection, @Body Object frame) {
        XiaozhiSession session = byConnection.get(connection);
        if (session == null) {
            return;
        }
        if (frame instanceof String text) {
            session.received(text);
        } else {
            LOG.warn("token {} sent a binary frame: closed, as XiaoZhi does", session.name());
            session.close(NORMAL, "text frames only");
        }
    }

    /** A WebSocket is gone. */
    public void closed(@Header(VertxWebsocketConstants.CONNECTION_KEY) String connection) {
        XiaozhiSession session = byConnection.remove(connection);
        if (session != null) {
            byToken.remove(session.token(), session);
            LOG.info("token {} disconnected ({}) ({} connected)", session.name(), session.closeReason(),
                    byToken.size());
        }
    }

    /** Every connected access point has one of its tools called. */
    public void callTools() {
        byToken.values().forEach(XiaozhiSession::callTool);
    }

    /** Every connected access point is pinged. */
    public void ping() {
        byToken.values().forEach(XiaozhiSession::ping);
    }

    /** Enough of a token to tell two apart, never enough to use it. */
    static String masked(String token) {
        return token.length() < 12 ? "****" : "****" + token.substring(token.length() - 4);
    }
}
