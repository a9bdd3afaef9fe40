package dev.mooring.mcp.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.connection.Conversation;
import dev.mooring.ownership.FrameGate;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * A JSON array of messages: each passes {@code direct:mcp-frame} by itself, all at the same time, and their replies go
 * out as one array, in the order of the requests; nothing goes out when none wants a reply. Only MCP 2025-03-26 has
 * batches: they are taken where that was agreed on, or nothing yet, and refused elsewhere. Other frames pass untouched.
 */
public final class Batches extends AsyncProcessorSupport {

    private static final String ENTRY = "direct:mcp-frame";
    private static final int MOST = 100;
    private final ObjectMapper mapper;
    private volatile AsyncProducer entry;

    public Batches(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String frame = exchange.getMessage().getBody(String.class);
        if (frame == null || !startsArray(frame)) {
            callback.done(true);
            return true;
        }
        if (!Frame.gateOpen(exchange)) {
            Frame.abandon(exchange);
            callback.done(true);
            return true;
        }
        try {
            return each(exchange, messages(exchange, frame), callback);
        } catch (JsonRpc.Rejected e) {
            reply(exchange, write(JsonRpc.error(null, e.error())));
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private JsonNode messages(Exchange exchange, String frame) throws JsonRpc.Rejected {
        JsonNode array = JsonRpc.tree(mapper, frame);
        String version = Frame.talk(exchange).version();
        if (version != null && !version.equals(ProtocolVersions.MCP_2025_03_26)) {
            throw new JsonRpc.Rejected(null, ProtocolError.INVALID_REQUEST, ("Batches exist in MCP 2025-03-26 only, and %s "
                    + "was agreed on; send one message per frame").formatted(version));
        }
        if (array.isEmpty() || array.size() > MOST || Frame.isInBatch(exchange)) {
            throw new JsonRpc.Rejected(null, ProtocolError.INVALID_REQUEST, Frame.isInBatch(exchange)
                    ? "A batch must not hold another" : "A batch must hold 1 to %d messages".formatted(MOST));
        }
        return array;
    }

    private boolean each(Exchange exchange, JsonNode messages, AsyncCallback callback) throws Exception {
        AsyncProducer target = entry(exchange);
        AtomicReferenceArray<String> replies = new AtomicReferenceArray<>(messages.size());
        AtomicInteger open = new AtomicInteger(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            int index = i;
            Exchange one = single(exchange, messages.get(i));
            target.process(one, sync -> {
                replies.set(index, one.getException() == null ? one.getMessage().getBody(String.class) : null);
                if (open.decrementAndGet() == 0) {
                    List<String> all = IntStream.range(0, replies.length()).mapToObj(replies::get)
                            .filter(Objects::nonNull).toList();
                    reply(exchange, all.isEmpty() ? null : all.stream().collect(Collectors.joining(",", "[", "]")));
                    callback.done(false);
                }
            });
        }
        return false;
    }

    private AsyncProducer entry(Exchange exchange) throws Exception {
        if (entry == null) {
            AsyncProducer made = exchange.getContext().getEndpoint(ENTRY).createAsyncProducer();
            made.start();
            entry = made;
        }
        return entry;
    }

    private Exchange single(Exchange batch, JsonNode message) {
        Exchange one = batch.getContext().getEndpoint(ENTRY).createExchange(ExchangePattern.InOut);
        batch.getMessage().getHeaders().forEach(one.getMessage()::setHeader);
        one.getMessage().setBody(write(message));
        one.setProperty(FrameGate.PROPERTY, batch.getProperty(FrameGate.PROPERTY));
        one.setProperty(Conversation.PROPERTY, batch.getProperty(Conversation.PROPERTY));
        one.setProperty(Frame.OVER_HTTP, batch.getProperty(Frame.OVER_HTTP));
        Frame.inBatch(one);
        return one;
    }

    private static void reply(Exchange exchange, String frame) {
        exchange.getMessage().setBody(frame);
        exchange.setRouteStop(true);
    }

    private String write(Object message) {
        try {
            return mapper.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was JSON is JSON", e);
        }
    }

    private static boolean startsArray(String frame) {
        int i = 0;
        while (i < frame.length() && frame.charAt(i) <= ' ') {
            i++;
        }
        return i < frame.length() && frame.charAt(i) == '[';
    }
}
