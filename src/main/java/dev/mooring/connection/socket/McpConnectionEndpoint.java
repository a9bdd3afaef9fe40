package dev.mooring.connection.socket;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * A server's connection. The address, a secret, is no part of it: it is looked up for each attempt. The options are
 * named as those of camel-vertx-websocket.
 */
public final class McpConnectionEndpoint extends DefaultEndpoint {
    private final long serverId;
    private final OwnedServers servers;
    private long reconnectInitialDelay;
    private long reconnectInterval;
    private int maxReconnectAttempts;
    private boolean fireWebSocketConnectionEvents;

    McpConnectionEndpoint(String uri, Component component, long serverId, OwnedServers servers) {
        super(uri, component);
        this.serverId = serverId;
        this.servers = servers;
        setExchangePattern(ExchangePattern.InOut);
    }

    /** Used by one route only: kept in no registry, and no MBean beside the route's. */
    @Override
    public boolean isSingleton() {
        return false;
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("mcp-connection can only stand in from:; a reply is the body at the "
                + "end of the route");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        McpConnectionConsumer consumer = new McpConnectionConsumer(this, processor, servers);
        configureConsumer(consumer);
        return consumer;
    }

    public long getServerId() {
        return serverId;
    }

    public long getReconnectInitialDelay() {
        return reconnectInitialDelay;
    }

    /** Milliseconds from the start of the route to the first attempt; 0 is at once. */
    public void setReconnectInitialDelay(long reconnectInitialDelay) {
        this.reconnectInitialDelay = reconnectInitialDelay;
    }

    public long getReconnectInterval() {
        return reconnectInterval;
    }

    /** Bound of the first backoff delay in milliseconds; 0 takes mooring.connection.reconnect-interval. */
    public void setReconnectInterval(long reconnectInterval) {
        this.reconnectInterval = reconnectInterval;
    }

    public int getMaxReconnectAttempts() {
        return maxReconnectAttempts;
    }

    /** Failures in a row until the cooldown; 0 takes mooring.connection.max-reconnect-attempts. */
    public void setMaxReconnectAttempts(int maxReconnectAttempts) {
        this.maxReconnectAttempts = maxReconnectAttempts;
    }

    public boolean isFireWebSocketConnectionEvents() {
        return fireWebSocketConnectionEvents;
    }

    /** Whether open, close and error enter the route as exchanges with the header CamelVertxWebsocket.event. */
    public void setFireWebSocketConnectionEvents(boolean fireWebSocketConnectionEvents) {
        this.fireWebSocketConnectionEvents = fireWebSocketConnectionEvents;
    }
}
