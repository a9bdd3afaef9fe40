package dev.mooring.connection.socket;

import dev.mooring.connection.Conversation;
import dev.mooring.ownership.ServerLine;
import dev.mooring.ownership.FrameGate;
import dev.mooring.ownership.Grant;
import dev.mooring.tracing.FrameTrace;
import dev.mooring.tracing.Traces;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConstants;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEvent;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a server's frames into its route and the replies back. Its start opens the connection, its stop closes it. */
final class McpConnectionConsumer extends DefaultConsumer implements FrameSink {
    private static final Logger LOG = LoggerFactory.getLogger(McpConnectionConsumer.class);

    private final OwnedServers servers;

    McpConnectionConsumer(McpConnectionEndpoint endpoint, Processor processor, OwnedServers servers) {
        super(endpoint, processor);
        this.servers = servers;
    }

    @Override
    public McpConnectionEndpoint getEndpoint() {
        return (McpConnectionEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        servers.open(getEndpoint(), this);
    }

    @Override
    protected void doStop() throws Exception {
        servers.closeFrom(this, getEndpoint().getServerId());
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        servers.closeFrom(this, getEndpoint().getServerId());
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        doStart();
    }

    @Override
    public void frame(Grant grant, Conversation conversation, String frame, Consumer<String> answered) {
        Exchange exchange = exchange(grant);
        exchange.setProperty(Conversation.PROPERTY, conversation);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.getIn().setBody(frame);
        ServerLine server = ServerLine.of(grant);
        FrameTrace trace = Traces.frame(server, "websocket");
        exchange.setProperty(FrameTrace.PROPERTY, trace);
        try (ServerLine.Scope scope = server.scope()) {
            getAsyncProcessor().process(exchange, sync -> {
                String reply = null;
                try {
                    reply = reply(exchange, frame, grant);
                } finally {
                    trace.answering();
                    answered.accept(reply);
                    trace.end();
                    releaseExchange(exchange, false);
                }
            });
        }
    }

    private static String reply(Exchange exchange, String frame, Grant grant) {
        if (exchange.getException() != null) {
            // the message may quote the frame: the route's error handler has told the details
            LOG.warn("The route failed on a frame ({}); no reply {}", exchange.getException().getClass().getName(),
                    ServerLine.of(grant));
            return null;
        }
        Object body = exchange.getMessage().getBody();
        // a route that leaves the body as it is has nothing to answer
        return body instanceof String text && text != frame ? text : null;
    }

    @Override
    public boolean wantsEvents() {
        return getEndpoint().isFireWebSocketConnectionEvents();
    }

    @Override
    public void event(Grant grant, VertxWebsocketEvent event, String detail, Runnable done) {
        Exchange exchange = exchange(grant);
        exchange.setPattern(ExchangePattern.InOnly);
        exchange.getIn().setHeader(VertxWebsocketConstants.EVENT, event);
        exchange.getIn().setHeader(VertxWebsocketConstants.CONNECTION_KEY, Long.toString(grant.serverId()));
        exchange.getIn().setBody(detail);
        try (ServerLine.Scope scope = ServerLine.of(grant).scope()) {
            getAsyncProcessor().process(exchange, sync -> {
                releaseExchange(exchange, false);
                done.run();
            });
        }
    }

    private Exchange exchange(Grant grant) {
        Exchange exchange = createExchange(false);
        exchange.setProperty(FrameGate.PROPERTY, grant.gate());
        exchange.getIn().setHeader("McpServerId", grant.serverId());
        exchange.getIn().setHeader("McpServerName", grant.serverName());
        exchange.getIn().setHeader("McpEpoch", grant.epoch());
        return exchange;
    }
}
