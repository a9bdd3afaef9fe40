package dev.mooring.mcp.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What stands in XiaoZhi's place: an HTTP client on one side, the WebSocket that Mooring opens on the other. Ids become
 * strings of its own on the way, as XiaoZhi's relay makes them.
 */
final class SocketRelay implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Waiting(JsonNode id, JsonNode token, HttpServerResponse response) {
    }

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final AtomicLong ids = new AtomicLong();
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private volatile ServerWebSocket mooring;

    SocketRelay() throws Exception {
        server = vertx.createHttpServer().webSocketHandler(this::connected).requestHandler(this::request)
                .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    String address() {
        return "ws://127.0.0.1:" + server.actualPort() + "/mcp/?token=relay";
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/mcp";
    }

    boolean isConnected() {
        return mooring != null;
    }

    private void connected(ServerWebSocket socket) {
        mooring = socket;
        socket.textMessageHandler(this::fromMooring);
    }

    private void request(HttpServerRequest request) {
        if (!"POST".equals(request.method().name())) {
            request.response().setStatusCode(405).end();
            return;
        }
        request.body().onSuccess(body -> {
            try {
                forward(request, (ObjectNode) JSON.readTree(body.getBytes()));
            } catch (java.io.IOException e) {
                request.response().setStatusCode(400).end();
            }
        });
    }

    private void forward(HttpServerRequest request, ObjectNode message) throws JsonProcessingException {
        JsonNode id = message.get("id");
        if (id == null) {
            mooring.writeTextMessage(message.toString());
            request.response().setStatusCode(202).end();
            return;
        }
        String own = "relay-" + ids.incrementAndGet();
        waiting.put(own, new Waiting(id, message.at("/params/_meta/progressToken"), request.response()));
        message.put("id", own);
        mooring.writeTextMessage(JSON.writeValueAsString(message));
    }

    private void fromMooring(String frame) {
        try {
            ObjectNode message = (ObjectNode) JSON.readTree(frame);
            if (message.has("method")) {
                JsonNode token = message.at("/params/progressToken");
                waiting.values().stream().filter(one -> one.token().equals(token)).forEach(one -> event(one, message));
                return;
            }
            Waiting one = waiting.remove(message.path("id").asText());
            if (one != null) {
                message.set("id", one.id());
                if (one.response().headWritten()) {
                    event(one, message);
                    one.response().end();
                } else {
                    one.response().putHeader("Content-Type", "application/json").end(message.toString());
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void event(Waiting one, JsonNode message) {
        if (!one.response().headWritten()) {
            one.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
        }
        one.response().write(Buffer.buffer("event: message\ndata: " + message + "\n\n"));
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
