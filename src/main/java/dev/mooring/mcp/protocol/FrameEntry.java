package dev.mooring.mcp.protocol;

import dev.mooring.connection.Conversation;
import dev.mooring.ownership.FrameGate;
import dev.mooring.ownership.ServerLine;
import dev.mooring.tracing.FrameTrace;
import dev.mooring.tracing.Traces;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;

/** Brings frames that came over HTTP into the same route that the connections' frames enter. */
public final class FrameEntry {

    private static final String ENTRY = "direct:mcp-frame";
    private final Supplier<CamelContext> camel;
    private volatile AsyncProducer producer;

    /** @param camel asked at the first frame only: whoever makes this must not have Camel begin early */
    public FrameEntry(Supplier<CamelContext> camel) {
        this.camel = camel;
    }

    /**
     * Enters one frame. Its gate is always open: no WebSocket's frame is acted on and none is written, so that whoever
     * owns the server's connection is not concerned.
     *
     * @return the reply; null when there is none; failed when the route is broken
     */
    public CompletableFuture<String> enter(long serverId, String serverName, Conversation conversation, String frame) {
        CompletableFuture<String> reply = new CompletableFuture<>();
        try {
            AsyncProducer entry = producer();
            Exchange exchange = entry.getEndpoint().createExchange(ExchangePattern.InOut);
            exchange.getMessage().setBody(frame);
            exchange.getMessage().setHeader(Frame.SERVER_ID, serverId);
            exchange.getMessage().setHeader(Frame.SERVER_NAME, serverName);
            exchange.setProperty(FrameGate.PROPERTY, (FrameGate) () -> true);
            exchange.setProperty(Conversation.PROPERTY, conversation);
            Frame.overHttp(exchange);
            ServerLine server = new ServerLine(serverId, serverName, null, 0);
            FrameTrace trace = Traces.frame(server, "http");
            exchange.setProperty(FrameTrace.PROPERTY, trace);
            try (ServerLine.Scope scope = server.scope()) {
                entry.process(exchange, sync -> {
                    trace.answering();
                    if (exchange.getException() != null) {
                        reply.completeExceptionally(exchange.getException());
                    } else {
                        reply.complete(exchange.getMessage().getBody(String.class));
                    }
                    trace.end();
                });
            }
        } catch (Exception e) {
            reply.completeExceptionally(e);
        }
        return reply;
    }

    private AsyncProducer producer() throws Exception {
        if (producer == null) {
            AsyncProducer made = camel.get().getEndpoint(ENTRY).createAsyncProducer();
            made.start();
            producer = made;
        }
        return producer;
    }
}
