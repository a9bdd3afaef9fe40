package dev.mooring.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation: initialize with id 0, initialized, tools/list to its last page, then tool calls and pings. Frames
 * arrive in order (the simulator has one worker thread); timers come from other threads, hence synchronized.
 */
final class XiaozhiSession {

    private static final Logger LOG = LoggerFactory.getLogger("simulator");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN_CHARACTERS = 200;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private record Pending(String method, String what, long sentNanos) {
    }

    private final String name;
    private final String token;
    private final ServerWebSocket socket;
    private final Map<Integer, Pending> pending = new HashMap<>();
    private final List<JsonNode> tools = new ArrayList<>();
    private int nextId;
    private int nextTool;
    private boolean ready;

    XiaozhiSession(String name, String token, ServerWebSocket socket) {
        this.name = name;
        this.token = token;
        this.socket = socket;
    }

    String name() {
        return name;
    }

    String token() {
        return token;
    }

    String closeReason() {
        return socket.closeStatusCode() == null ? "connection lost" : "close code " + socket.closeStatusCode();
    }

    void close(short code, String reason) {
        socket.close(code, reason);
    }

    synchronized void begin() {
        ObjectNode params = JSON.createObjectNode().put("protocolVersion", "2024-11-05");
        params.putObject("capabilities");
        params.putObject("clientInfo").put("name", "xiaozhi-simulator").put("version", "1");
        request("initialize", "", params);
    }

    synchronized void received(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            LOG.warn("token {} sent what is no JSON: {}", name, shortened(text));
            return;
        }
        if (message.has("method")) {
            asked(message);
        } else {
            answered(message);
        }
    }

    synchronized void callTool() {
        if (!ready) {
            return;
        }
        for (int i = 0; i < tools.size(); i++) {
            JsonNode tool = tools.get(nextTool++ % tools.size());
            Optional<ObjectNode> arguments = SampleArguments.forTool(tool);
            if (arguments.isPresent()) {
                String toolName = tool.path("name").asText();
                ObjectNode params = JSON.createObjectNode().put("name", toolName);
                params.set("arguments", arguments.get());
                request("tools/call", toolName + " " + arguments.get(), params);
                return;
            }
        }
    }

    synchronized void ping() {
        if (ready) {
            request("ping", "", null);
        }
    }

    private void asked(JsonNode message) {
        String method = message.path("method").asText();
        LOG.info("token {} sent {}", name, shortened(method));
        if (!message.has("id")) {
            return;
        }
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", message.get("id"));
        if (method.equals("ping")) {
            answer.putObject("result");
        } else {
            answer.putObject("error").put("code", -32601).put("message", "Method not found");
        }
        write(answer);
    }

    private void answered(JsonNode message) {
        Pending request = message.path("id").canConvertToInt() && message.path("id").isInt()
                ? pending.remove(message.path("id").intValue()) : null;
        if (request == null) {
            LOG.warn("token {} answered what nobody asked: {}", name, shortened(message.toString()));
            return;
        }
        long millis = (System.nanoTime() - request.sentNanos()) / NANOS_PER_MILLI;
        if (message.has("error")) {
            LOG.warn("token {} refused {} {}after {} ms: {}", name, request.method(), spaced(request.what()), millis,
                    shortened(message.get("error").toString()));
            return;
        }
        JsonNode result = message.path("result");
        switch (request.method()) {
            case "initialize" -> {
                LOG.info("token {} is {} {}, protocol {}", name, result.path("serverInfo").path("name").asText("?"),
                        result.path("serverInfo").path("version").asText("?"),
                        result.path("protocolVersion").asText("?"));
                write(JSON.createObjectNode().put("jsonrpc", "2.0").put("method", "notifications/initialized"));
                listTools(null);
            }
            case "tools/list" -> listed(result);
            case "tools/call" -> LOG.info("token {} answered {} in {} ms{}: {}", name, request.what(), millis,
                    result.path("isError").asBoolean() ? " with an error" : "",
                    shortened(result.path("content").path(0).path("text").asText(result.toString())));
            default -> LOG.info("token {} answered {} in {} ms", name, request.method(), millis);
        }
    }

    private void listTools(String cursor) {
        request("tools/list", "", cursor == null ? null : JSON.createObjectNode().put("cursor", cursor));
    }

    private void listed(JsonNode result) {
        result.path("tools").forEach(tools::add);
        String cursor = result.path("nextCursor").asText("");
        if (!cursor.isEmpty()) {
            listTools(cursor);
            return;
        }
        ready = true;
        LOG.info("token {} offers {} tools: {}", name, tools.size(),
                shortened(String.join(", ", tools.stream().map(tool -> tool.path("name").asText()).toList())));
    }

    private void request(String method, String what, ObjectNode params) {
        int id = nextId++;
        pending.put(id, new Pending(method, what, System.nanoTime()));
        ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
        if (params != null) {
            request.set("params", params);
        }
        write(request);
    }

    private void write(ObjectNode message) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(message.toString());
        }
    }

    private static String spaced(String text) {
        return text.isEmpty() ? "" : text + " ";
    }

    private static String shortened(String text) {
        String line = text.replaceAll("[\\p{Cntrl}]+", " ");
        return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "...";
    }
}
