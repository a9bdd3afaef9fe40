package dev.mooring.mcp.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.backend.FailureText;
import dev.mooring.mcp.backend.ToolResult;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of {@code routes/mcp-protocol.camel.yaml}: {@link #parse} makes a request of a frame, a step per method
 * leaves its result in the body, {@link #reply} makes the reply frame of it.
 */
public final class McpProtocol {

    private static final Logger log = LoggerFactory.getLogger(McpProtocol.class);
    /** Oldest to newest. */
    private static final List<String> VERSIONS = List.of(ProtocolVersions.MCP_2024_11_05, ProtocolVersions.MCP_2025_03_26,
            ProtocolVersions.MCP_2025_06_18, ProtocolVersions.MCP_2025_11_25);
    private final ObjectMapper mapper;
    private final String version;

    /** @param version of this program, told to the peer */
    public McpProtocol(ObjectMapper mapper, String version) {
        this.mapper = mapper;
        this.version = version;
    }

    /**
     * Frame in the body; a request leaves its method in the header {@code McpMethod} and its params in the body. A
     * notification or a response leaves neither, nor does what is no message at all, whose error {@link #reply} writes.
     * Through a closed gate nothing happens and the route ends.
     */
    public void parse(Exchange exchange) {
        exchange.getMessage().removeHeader(Frame.METHOD);
        if (!Frame.gateOpen(exchange)) {
            Frame.abandon(exchange);
            return;
        }
        String frame = exchange.getMessage().getBody(String.class);
        exchange.getMessage().setBody(null);
        try {
            JsonRpc.read(mapper, frame == null ? "" : frame).ifPresent(request -> {
                Frame.request(exchange, request);
                exchange.getMessage().setHeader(Frame.METHOD, request.method());
                exchange.getMessage().setBody(request.params());
            });
        } catch (JsonRpc.Rejected e) {
            log.debug("{}: a frame was refused: {}", Frame.server(exchange), e.getMessage());
            Frame.reject(exchange, e.id(), e.error());
        }
    }

    /** Agrees on the version asked for when it is known here, else offers the newest. */
    public void initialize(Exchange exchange) {
        if (!(Frame.request(exchange).params().get("protocolVersion") instanceof String asked)) {
            throw new ProtocolError(ProtocolError.INVALID_PARAMS, "protocolVersion is missing");
        }
        String agreed = VERSIONS.contains(asked) ? asked : VERSIONS.get(VERSIONS.size() - 1);
        log.debug("{}: initialize, MCP {}", Frame.server(exchange), agreed);
        exchange.getMessage().setBody(Map.of(
                "protocolVersion", agreed,
                "capabilities", Map.of("tools", Map.of("listChanged", true)),
                "serverInfo", Map.of("name", "mooring", "version", version)));
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

    /** Result in the body, reply frame out; null when the frame wants none. */
    public void reply(Exchange exchange) throws JsonProcessingException {
        ProtocolError error = Frame.error(exchange);
        JsonRpcRequest request = Frame.request(exchange);
        Object message = null;
        if (error != null) {
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
