package dev.mooring.mcp.protocol;

import dev.mooring.mcp.McpProperties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Bounds the requests about tools that are in flight, per server and for the instance; those beyond are answered at once
 * with the JSON-RPC error -32000. They don't wait in a queue: the peer's own timeout would run on meanwhile.
 */
public final class CallSlots {

    private final int perServer;
    private final int perInstance;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<Long, Integer> servers = new ConcurrentHashMap<>();

    public CallSlots(McpProperties properties) {
        this.perServer = properties.maxCallsPerConnection();
        this.perInstance = properties.maxCalls();
    }

    /**
     * Takes a slot until the exchange is complete.
     *
     * @throws ProtocolError when there is none
     */
    public void take(Exchange exchange) {
        long server = Frame.serverId(exchange);
        if (servers.merge(server, 1, Integer::sum) > perServer) {
            leave(server);
            throw new ProtocolError(ProtocolError.BUSY,
                    "%d requests of this connection are in flight already; wait for one of them".formatted(perServer));
        }
        if (total.incrementAndGet() > perInstance) {
            total.decrementAndGet();
            leave(server);
            throw new ProtocolError(ProtocolError.BUSY, "This instance is busy; try again");
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                total.decrementAndGet();
                leave(server);
            }
        });
    }

    /** How many requests about tools are in flight. */
    public int inFlight() {
        return total.get();
    }

    private void leave(long server) {
        servers.compute(server, (id, count) -> count == null || count <= 1 ? null : count - 1);
    }
}
