package dev.mooring.mcp.protocol;

import dev.mooring.mcp.McpProperties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Bounds the requests about tools that are in flight, per connection and for the instance; those beyond are answered at once
 * with the JSON-RPC error -32000. They don't wait in a queue: the peer's own timeout would run on meanwhile.
 */
public final class CallSlots {

    private final int perConnection;
    private final int perInstance;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> connections = new ConcurrentHashMap<>();

    public CallSlots(McpProperties properties) {
        this.perConnection = properties.maxCallsPerConnection();
        this.perInstance = properties.maxCalls();
    }

    /**
     * Takes a slot until the exchange is complete.
     *
     * @throws ProtocolError when there is none
     */
    public void take(Exchange exchange) {
        String connection = Frame.slots(exchange);
        if (connections.merge(connection, 1, Integer::sum) > perConnection) {
            leave(connection);
            throw new ProtocolError(ProtocolError.BUSY,
                    "%d requests of this connection are in flight already; wait for one of them".formatted(perConnection));
        }
        if (total.incrementAndGet() > perInstance) {
            total.decrementAndGet();
            leave(connection);
            throw new ProtocolError(ProtocolError.BUSY, "This instance is busy; try again");
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                total.decrementAndGet();
                leave(connection);
            }
        });
    }

    /** How many requests about tools are in flight. */
    public int inFlight() {
        return total.get();
    }

    private void leave(String connection) {
        connections.compute(connection, (key, count) -> count == null || count <= 1 ? null : count - 1);
    }
}
