package dev.mooring.mcp.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.connection.Conversation;
import dev.mooring.mcp.backend.CallContext;
import dev.mooring.mcp.backend.FailureText;
import dev.mooring.mcp.backend.ToolResult;
import dev.mooring.mcp.content.Capabilities;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of {@code routes/mcp-protocol.camel.yaml}: {@link #parse} makes a request of a frame, a step per method
 * leaves its result in the body, {@link #reply} makes the reply frame of it.
 */
public final class McpProtocol {

    private static final Logger log = LoggerFactory.getLogger(McpProtocol.class);
    /** The versions of MCP that are spoken here, oldest to newest. */
    public static final List<String> VERSIONS = List.of(ProtocolVersions.MCP_2024_11_05, ProtocolVersions.MCP_2025_03_26,
            ProtocolVersions.MCP_2025_06_18, ProtocolVersions.MCP_2025_11_25);
    private static final List<String> LEVELS =
            List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");
    private final ObjectMapper mapper;
    private final String version;

    private final Duration timeout;
    private final Capabilities capabilities;

    /**
     * @param version of this program, told to the peer
     * @param timeout of requests to backends
     */
    public McpProtocol(ObjectMapper mapper, String version, Duration timeout, Capabilities capabilities) {
        this.mapper = mapper;
        this.version = version;
        this.timeout = timeout;
        this.capabilities = capabilities;
    }

    /**
     * Frame in the body; a request leaves its method in the header {@code McpMethod} and its params in the body. A
     * notification leaves its method in {@code McpNotification} instead. A response leaves neither, nor does what is no
     * message at all, whose error {@link #reply} writes. Through a closed gate nothing happens and the route ends.
     */
    public void parse(Exchange exchange) {
        exchange.getMessage().removeHeader(Frame.METHOD);
        exchange.getMessage().removeHeader(Frame.NOTIFICATION);
        if (!Frame.gateOpen(exchange)) {
            Frame.abandon(exchange);
            return;
        }
        String frame = exchange.getMessage().getBody(String.class);
        exchange.getMessage().setBody(null);
        try {
            JsonRpc.read(mapper, frame == null ? "" : frame).ifPresent(request -> {
                exchange.getMessage().setBody(request.params());
                if (request.isNotification()) {
                    exchange.getMessage().setHeader(Frame.NOTIFICATION, request.method());
                } else {
                    begin(exchange, request);
                    exchange.getMessage().setHeader(Frame.METHOD, request.method());
                }
            });
        } catch (JsonRpc.Rejected e) {
            log.debug("{}: a frame was refused: {}", Frame.server(exchange), e.getMessage());
            Frame.reject(exchange, e.id(), e.error());
        }
    }

    /** From here on the request can be cancelled, and its progress can be told. */
    private void begin(Exchange exchange, JsonRpcRequest request) {
        Frame.request(exchange, request);
        Frame.trace(exchange).begin(request.method());
        Map<String, Object> meta = new LinkedHashMap<>();
        if (request.params().get("_meta") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> meta.put(String.valueOf(key), value));
        }
        Object token = meta.remove("progressToken");
        Conversation conversation = Frame.conversation(exchange);
        boolean wanted = conversation != null && (token instanceof String || token instanceof Number);
        Talk.Pending pending = new Talk.Pending(wanted ? params -> progress(conversation, token, params) : null);
        Frame.pending(exchange, pending.with(new CallContext(timeout, meta, wanted ? pending::progress : null)));
        if (conversation == null || "initialize".equals(request.method())) {
            return; // which must not be cancelled
        }
        Talk talk = Frame.talk(exchange);
        talk.begin(request.id(), pending);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                talk.end(request.id(), pending);
            }
        });
    }

    private void progress(Conversation conversation, Object token, Map<String, Object> params) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("progressToken", token);
        told.putAll(params);
        told.put("progressToken", token); // the peer's, whatever the backend says
        try {
            conversation.send(mapper.writeValueAsString(JsonRpc.notification("notifications/progress", told)));
        } catch (JsonProcessingException e) {
            log.debug("Progress that is no JSON is dropped", e);
        }
    }

    /** Params of {@code notifications/cancelled} in the body: the request it names is given up and gets no answer. */
    public void cancelled(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof Map<?, ?> params) {
            JsonNode id = mapper.valueToTree(params.get("requestId"));
            Frame.talk(exchange).cancel(id, params.get("reason") instanceof String reason ? reason : null);
        }
    }

    /** Agrees on the version asked for when it is known here, else offers the newest; tells what the server offers. */
    public void initialize(Exchange exchange) {
        if (Frame.isInBatch(exchange)) {
            throw new ProtocolError(ProtocolError.INVALID_REQUEST, "initialize must not be part of a batch");
        }
        if (!(Frame.request(exchange).params().get("protocolVersion") instanceof String asked)) {
            throw new ProtocolError(ProtocolError.INVALID_PARAMS, "protocolVersion is missing");
        }
        String agreed = VERSIONS.contains(asked) ? asked : VERSIONS.get(VERSIONS.size() - 1);
        log.debug("{}: initialize, MCP {}", Frame.server(exchange), agreed);
        Frame.talk(exchange).agreed(agreed);
        exchange.getMessage().setBody(Map.of(
                "protocolVersion", agreed,
                "capabilities", capabilities.of(Frame.serverId(exchange)),
                "serverInfo", Map.of("name", "mooring", "version", version)));
    }

    /** Any level is fine: Mooring itself logs nothing to its peers. */
    public void setLevel(Exchange exchange) {
        Object level = Frame.request(exchange).params().get("level");
        if (!(level instanceof String name) || !LEVELS.contains(name)) {
            throw new ProtocolError(ProtocolError.INVALID_PARAMS, "level must be one of " + LEVELS);
        }
        exchange.getMessage().setBody(Map.of());
    }

    /** An empty result: we are here. */
    public void ping(Exchange exchange) {
        exchange.getMessage().setBody(Map.of());
    }

    /** @throws ProtocolError always: the method is none that we have */
    public void unknownMethod(Exchange exchange) {
        String method = Frame.request(exchange).method();
        throw new ProtocolError(ProtocolError.METHOD_NOT_FOUND, "There is no method '%s'"
                .formatted(method.length() > 100 ? method.substring(0, 100) + "…" : method));
    }

    /**
     * A step failed: makes an answer of it that does not tell of our insides. What the peer did wrong is an error of the
     * protocol; a tool call that broke is a result with {@code isError}, with the message of an
     * {@code IllegalArgumentException}, which is how a user's step refuses a call.
     */
    public void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String method = exchange.getMessage().getHeader(Frame.METHOD, String.class);
        if (failure instanceof ProtocolError error) {
            Frame.fail(exchange, error);
        } else if (failure instanceof RejectedExecutionException) {
            Frame.fail(exchange, new ProtocolError(ProtocolError.BUSY, "This instance is busy; try again"));
        } else if ("tools/call".equals(method)) {
            Frame.trace(exchange).failed(failure == null ? "unknown" : failure.getClass().getSimpleName());
            String reason = failure instanceof IllegalArgumentException ? FailureText.of(failure) : null;
            if (reason == null) {
                log.warn("{}: {} failed", Frame.server(exchange), method, failure);
            }
            exchange.getMessage().setBody(
                    ToolResult.error(reason == null ? "The call failed; the log of the instance says why" : reason));
        } else {
            log.warn("{}: {} failed", Frame.server(exchange), method, failure);
            Frame.fail(exchange, new ProtocolError(ProtocolError.INTERNAL_ERROR,
                    "Internal error; the log of the instance says more"));
        }
    }

    /** Result in the body, reply frame out; null when the frame wants none, or its request was cancelled meanwhile. */
    public void reply(Exchange exchange) throws JsonProcessingException {
        Talk.Pending pending = Frame.pending(exchange);
        if (pending != null && !pending.finish()) {
            exchange.getMessage().setBody(null);
            return;
        }
        ProtocolError error = Frame.error(exchange);
        JsonRpcRequest request = Frame.request(exchange);
        Object message = null;
        if (error != null) {
            Frame.trace(exchange).failed(Integer.toString(error.code()));
            message = JsonRpc.error(Frame.id(exchange), error);
        } else if (request != null) {
            Object body = exchange.getMessage().getBody();
            message = JsonRpc.result(request.id(), body instanceof Map<?, ?> ? body : asResult(exchange));
        }
        exchange.getMessage().setBody(message == null ? null : mapper.writeValueAsString(message));
    }

    /** A user's step may have put a plain text where the result was. */
    private static Object asResult(Exchange exchange) {
        String text = exchange.getMessage().getBody(String.class);
        return ToolResult.text(text == null ? "" : text);
    }
}
