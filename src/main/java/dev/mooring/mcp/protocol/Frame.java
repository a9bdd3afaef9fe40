package dev.mooring.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.connection.Conversation;
import dev.mooring.mcp.backend.CallContext;
import dev.mooring.ownership.FrameGate;
import dev.mooring.tracing.FrameTrace;
import org.apache.camel.Exchange;

/** What the steps of the protocol route keep on the exchange, and read from it. */
final class Frame {

    /** Whose connection the frame came on; set by the connection. */
    static final String SERVER_ID = "McpServerId";
    static final String SERVER_NAME = "McpServerName";
    static final String EPOCH = "McpEpoch";
    /** The request's method; absent when the frame wants no answer, or has got one by being no request. */
    static final String METHOD = "McpMethod";
    /** A notification's method; such a frame has no {@link #METHOD} and gets no answer. */
    static final String NOTIFICATION = "McpNotification";
    /** The tool that is called, as the peer names it. */
    static final String TOOL_NAME = "McpToolName";

    private static final String REQUEST = "MooringRequest";
    private static final String ID = "MooringRequestId";
    private static final String ERROR = "MooringProtocolError";
    private static final String PENDING = "MooringPending";
    private static final String IN_BATCH = "MooringInBatch";
    static final String OVER_HTTP = "MooringOverHttp";

    private Frame() {
    }

    /** A frame without a gate is nobody's: not to be acted on. */
    static boolean gateOpen(Exchange exchange) {
        FrameGate gate = exchange.getProperty(FrameGate.PROPERTY, FrameGate.class);
        return gate != null && gate.isOpen();
    }

    static void request(Exchange exchange, JsonRpcRequest request) {
        exchange.setProperty(REQUEST, request);
        exchange.setProperty(ID, request.id());
    }

    /** What is remembered of the conversation that the frame came in; for the frame alone when it came in none. */
    static Talk talk(Exchange exchange) {
        Conversation conversation = conversation(exchange);
        return conversation == null ? new Talk() : conversation.memory(Talk.class, Talk::new);
    }

    static Conversation conversation(Exchange exchange) {
        return exchange.getProperty(Conversation.PROPERTY, Conversation.class);
    }

    static void pending(Exchange exchange, Talk.Pending pending) {
        exchange.setProperty(PENDING, pending);
    }

    static Talk.Pending pending(Exchange exchange) {
        return exchange.getProperty(PENDING, Talk.Pending.class);
    }

    /** What goes along to a backend with the request. */
    static CallContext context(Exchange exchange) {
        return pending(exchange).context();
    }

    /** What is recorded of the frame; nothing for one that nobody traces, such as a batch's parts. */
    static FrameTrace trace(Exchange exchange) {
        FrameTrace trace = exchange.getProperty(FrameTrace.PROPERTY, FrameTrace.class);
        return trace == null ? FrameTrace.NONE : trace;
    }

    static void inBatch(Exchange exchange) {
        exchange.setProperty(IN_BATCH, true);
    }

    static boolean isInBatch(Exchange exchange) {
        return exchange.getProperty(IN_BATCH, false, Boolean.class);
    }

    static void overHttp(Exchange exchange) {
        exchange.setProperty(OVER_HTTP, true);
    }

    /** Whose slots the frame takes: those of the server's connection, or those of all its HTTP sessions together. */
    static String slots(Exchange exchange) {
        return serverId(exchange) + (isOverHttp(exchange) ? "/http" : "");
    }

    static boolean isOverHttp(Exchange exchange) {
        return exchange.getProperty(OVER_HTTP) != null;
    }

    static JsonRpcRequest request(Exchange exchange) {
        return exchange.getProperty(REQUEST, JsonRpcRequest.class);
    }

    static void fail(Exchange exchange, ProtocolError error) {
        exchange.setProperty(ERROR, error);
    }

    static void reject(Exchange exchange, JsonNode id, ProtocolError error) {
        exchange.setProperty(ID, id);
        exchange.setProperty(ERROR, error);
    }

    static ProtocolError error(Exchange exchange) {
        return exchange.getProperty(ERROR, ProtocolError.class);
    }

    static JsonNode id(Exchange exchange) {
        return (JsonNode) exchange.getProperty(ID);
    }

    /** No reply, and no further step of any route. */
    static void abandon(Exchange exchange) {
        exchange.removeProperty(REQUEST);
        exchange.removeProperty(ERROR);
        exchange.getMessage().setBody(null);
        exchange.setRouteStop(true);
    }

    static long serverId(Exchange exchange) {
        Long id = exchange.getMessage().getHeader(SERVER_ID, Long.class);
        return id == null ? -1 : id;
    }

    /** For log lines: id, name and epoch of the server; what came over HTTP has no epoch. */
    static String server(Exchange exchange) {
        Object epoch = exchange.getMessage().getHeader(EPOCH);
        return "server %s (%s, %s)".formatted(exchange.getMessage().getHeader(SERVER_ID),
                exchange.getMessage().getHeader(SERVER_NAME), epoch == null ? "over HTTP" : "epoch " + epoch);
    }
}
