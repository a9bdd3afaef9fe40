package dev.mooring.judge;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays the instances under judgement: answers as it should, or breaks one promise on purpose. */
final class FakeClient implements AutoCloseable {

    enum Fault { NONE, LOSES_FIRST_FRAME, ANSWERS_TWICE, ANSWERS_PINGS_BACKWARDS, NEVER_ANSWERS_CALLS, FORGETS_NUMBER }

    final AtomicInteger complaints = new AtomicInteger();
    final AtomicInteger pongs = new AtomicInteger();
    private final Vertx vertx;
    private final Fault fault;
    private final ClientWebSocket socket;
    private final Deque<JsonObject> pings = new ArrayDeque<>();
    private boolean first = true;

    FakeClient(Vertx vertx, String address, Fault fault) throws Exception {
        this.vertx = vertx;
        this.fault = fault;
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxFrameSize(16 << 20).setMaxMessageSize(16 << 20));
        socket = client.webSocket();
        socket.textMessageHandler(this::receive);
        socket.binaryMessageHandler(bytes -> complaints.incrementAndGet());
        socket.pongHandler(pong -> pongs.incrementAndGet());
        socket.connect(new WebSocketConnectOptions().setAbsoluteURI(address)).toCompletionStage()
                .toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    boolean closed() {
        return socket.isClosed();
    }

    Short closeCode() {
        return socket.closeStatusCode();
    }

    void ping() {
        socket.writePing(Buffer.buffer("client"));
    }

    private void receive(String text) {
        if (first && fault == Fault.LOSES_FIRST_FRAME) {
            first = false;
            return;
        }
        JsonObject message;
        try {
            message = new JsonObject(text);
        } catch (RuntimeException e) {
            complaints.incrementAndGet();
            return;
        }
        if (!message.containsKey("id") || !message.containsKey("method")) {
            return;
        }
        switch (message.getString("method")) {
            case "tools/call" -> answerCall(message);
            case "ping" -> answerPing(message);
            default -> answer(message, new JsonObject());
        }
    }

    private void answerCall(JsonObject call) {
        if (fault == Fault.NEVER_ANSWERS_CALLS) {
            return;
        }
        String said = fault == Fault.FORGETS_NUMBER ? "nothing"
                : call.getJsonObject("params").getJsonObject("arguments").getString("text");
        JsonObject result = new JsonObject("{\"content\":[{\"type\":\"text\",\"text\":\"" + said + "\"}]}");
        answer(call, result);
        if (fault == Fault.ANSWERS_TWICE) {
            answer(call, result);
        }
    }

    private void answerPing(JsonObject ping) {
        if (fault != Fault.ANSWERS_PINGS_BACKWARDS) {
            answer(ping, new JsonObject());
            return;
        }
        pings.push(ping);
        if (pings.size() == 1) {
            vertx.setTimer(200, later -> {
                pings.forEach(each -> answer(each, new JsonObject()));
                pings.clear();
            });
        }
    }

    private void answer(JsonObject request, JsonObject result) {
        socket.writeTextMessage(new JsonObject().put("jsonrpc", "2.0").put("id", request.getValue("id"))
                .put("result", result).encode());
    }

    @Override
    public void close() {
        if (!socket.isClosed()) {
            socket.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }
}
