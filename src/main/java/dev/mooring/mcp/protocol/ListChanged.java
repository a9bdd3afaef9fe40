package dev.mooring.mcp.protocol;

import dev.mooring.connection.Outbound;
import dev.mooring.connection.ReconnectNotice;
import java.util.Collection;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Tells peers that a server's tools have changed before its connection is closed and opened again: XiaoZhi reads tools only
 * when it connects, other MCP clients when they are told.
 */
final class ListChanged implements ReconnectNotice {

    private static final String FRAME = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
    private final ObjectProvider<Outbound> ways;

    ListChanged(ObjectProvider<Outbound> ways) {
        this.ways = ways;
    }

    @Override
    public void beforeReconnect(Collection<Long> serverIds) {
        ways.forEach(way -> serverIds.forEach(id -> way.send(id, FRAME)));
    }
}
