package dev.mooring.mcp.tools;

import dev.mooring.mcp.backend.BackendTool;
import dev.mooring.mcp.backend.McpService;
import java.util.List;
import java.util.Set;

/**
 * A service offered through a server.
 *
 * @param chosen names of the tools that are offered; null for all
 * @param stored the tools that the last sync read; empty for the service {@code routes}, whose tools are live
 */
record Binding(long id, McpService service, Set<String> chosen, List<BackendTool> stored) {

    boolean offers(BackendTool tool) {
        return chosen == null || chosen.contains(tool.name());
    }

    OfferedTool offered(BackendTool tool, ToolNames names) {
        return new OfferedTool(names.assign(tool.name(), service.name(), service.id()), id, service, tool);
    }
}
