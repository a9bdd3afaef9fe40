package dev.mooring.mcp.protocol;

import dev.mooring.connection.Outbound;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells those who listen that servers offer other tools now: the peers of their WebSockets, where this instance owns them,
 * and the HTTP clients that listen here.
 */
public final class ToolsListChanged {

    private static final String FRAME = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
    private final Supplier<List<Outbound>> ways;

    ToolsListChanged(Supplier<List<Outbound>> ways) {
        this.ways = ways;
    }

    /** Sends {@code notifications/tools/list_changed} for each of the servers, or nowhere; never blocks. */
    public void tell(Collection<Long> serverIds) {
        List<Outbound> all = ways.get();
        serverIds.forEach(id -> all.forEach(way -> way.send(id, FRAME)));
    }
}
