package dev.mooring.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.HashMap;
import java.util.Map;

/** XiaoZhi's side of one socket: initialize, notifications/initialized, tools/list, then calls and pings on request. */
final class Session {

    static final String INITIALIZE_ID = "0";
    private static final String LIST_ID = "1";
    private static final ObjectMapper JSON = new ObjectMapper();

    final long number;
    private final Line line;
    private final ServerWebSocket socket;
    private final Channel channel;
    private final Map<String, String> awaited = new HashMap<>();
    private boolean deaf;
    private boolean ready;

    Session(long number, Line line, ServerWebSocket socket, Channel channel) {
        this.number = number;
        this.line = line;
        this.socket = socket;
        this.channel = channel;
        channel.pipeline().addBefore("handler", "mute", new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                if (message instanceof PongWebSocketFrame && !line.behaviour().answersPings()) {
                    ReferenceCountUtil.release(message);
                    promise.setSuccess();
                } else {
                    context.write(message, promise);
                }
            }
        });
        socket.textMessageHandler(this::receive);
        socket.binaryMessageHandler(bytes -> line.log(number, Event.Kind.IN, "binary", null, bytes.length()));
        socket.frameHandler(frame -> {
            if (frame.isPing() || frame.isClose()) {
                line.log(number, Event.Kind.CONTROL_IN, frame.isPing() ? "ping" : "close " + frame.closeStatusCode(),
                        null, 0);
            }
        });
        socket.pongHandler(bytes -> line.log(number, Event.Kind.CONTROL_IN, "pong", null, 0));
        socket.exceptionHandler(error -> { });
    }

    /** The number in the id of a ping, which is the JSON text {@code "p-7"}. */
    static long pingNumber(String id) {
        return Long.parseLong(id.substring(3, id.length() - 1));
    }

    void open() {
        line.log(number, Event.Kind.HANDSHAKE, null, null, 0);
        request("initialize", INITIALIZE_ID, """
                {"protocolVersion":"2024-11-05","capabilities":{"sampling":{},"roots":{"listChanged":false}},\
                "clientInfo":{"name":"xz-mcp-broker","version":"0.0.1"}}""");
    }

    void playDeaf() {
        deaf = true;
        line.log(number, Event.Kind.HANDSHAKE, null, null, 0);
        line.log(number, Event.Kind.DEAF, null, null, 0);
    }

    boolean ready() {
        return ready && !deaf;
    }

    void call(long call, String tool, String arguments) {
        Behaviour behaviour = line.behaviour();
        switch (behaviour.noise()) {
            case GARBAGE -> text("garbage", null, "{\"jsonrpc\": this is no JSON");
            case BINARY -> socket.writeBinaryMessage(Buffer.buffer(new byte[] {1, 2, 3, 0, -1}));
            case NONE -> { }
        }
        String meta = behaviour.paddingBytes() == 0 ? ""
                : ",\"_meta\":{\"padding\":\"" + "x".repeat(behaviour.paddingBytes()) + "\"}";
        request("tools/call", Long.toString(call), "{\"name\":\"" + tool + "\",\"arguments\":"
                + arguments.replace("%d", Long.toString(call)) + meta + "}");
    }

    void ping(long ping) {
        request("ping", "\"p-" + ping + "\"", null);
    }

    /** A WebSocket ping. */
    void webSocketPing() {
        socket.writePing(Buffer.buffer("judge"));
    }

    void text(String type, String id, String text) {
        line.log(number, Event.Kind.OUT, type, id, text.length());
        socket.writeTextMessage(text);
    }

    void binary(int bytes) {
        line.log(number, Event.Kind.OUT, "binary", null, bytes);
        socket.writeBinaryMessage(Buffer.buffer(new byte[bytes]));
    }

    /** Closes with a code, or by a TCP reset. */
    void close(int code) {
        if (code == Behaviour.RESET) {
            Endpoint.reset(channel);
        } else {
            socket.close((short) code);
        }
    }

    private void request(String method, String id, String params) {
        awaited.put(id, method);
        text(method, id, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\""
                + (params == null ? "" : ",\"params\":" + params) + "}");
    }

    private void receive(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            message = null;
        }
        if (message == null || !message.isObject()) {
            line.log(number, Event.Kind.IN, "garbage", null, text.length());
            return;
        }
        String id = message.hasNonNull("id") ? message.get("id").toString() : null;
        if (message.has("method")) {
            String method = message.get("method").asText();
            line.log(number, Event.Kind.IN, method, id, text.length());
            if ("ping".equals(method) && id != null && line.behaviour().answersPings() && !deaf) {
                text("result", null, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}");
            }
            return;
        }
        if (id == null) {
            // an error about a frame whose id could not be read; it answers nothing in particular
            line.log(number, Event.Kind.IN, message.has("error") ? "complaint" : "garbage", null, text.length());
            return;
        }
        String method = awaited.remove(id);
        line.log(number, Event.Kind.IN, replyType(message, method, id), id, text.length());
        if (method != null && !deaf) {
            goOn(method, message);
        }
    }

    private static String replyType(JsonNode message, String method, String id) {
        if (message.has("error") || message.path("result").path("isError").asBoolean()) {
            return "error";
        }
        boolean numbered = !"tools/call".equals(method) || message.path("result").path("content").toString().contains(id);
        return message.has("result") ? numbered ? "result" : "wrong" : "garbage";
    }

    private void goOn(String method, JsonNode message) {
        if ("initialize".equals(method)) {
            text("notifications/initialized", null, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            request("tools/list", LIST_ID, null);
        } else if ("tools/list".equals(method)) {
            ready = true;
        }
    }
}
