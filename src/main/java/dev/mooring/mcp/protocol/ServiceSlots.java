package dev.mooring.mcp.protocol;

import dev.mooring.mcp.backend.McpService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the requests that one service has to work on, whichever servers they come from; those beyond are answered at
 * once with the JSON-RPC error -32000.
 */
final class ServiceSlots {

    /** Held while the service works on a request. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    private final int most;
    private final Map<Long, Integer> taken = new ConcurrentHashMap<>();

    ServiceSlots(int most) {
        this.most = most;
    }

    /** @throws ProtocolError when there is none */
    Slot take(McpService service) {
        long id = service.id();
        if (taken.merge(id, 1, Integer::sum) > most) {
            leave(id);
            throw new ProtocolError(ProtocolError.BUSY,
                    "The service '%s' is busy: %d requests are in flight already; try again".formatted(service.name(), most));
        }
        return () -> leave(id);
    }

    private void leave(long id) {
        taken.compute(id, (key, count) -> count == null || count <= 1 ? null : count - 1);
    }
}
