package dev.mooring.mcp.tools;

import dev.mooring.mcp.backend.BackendTool;
import dev.mooring.mcp.backend.McpService;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A service offered through a server.
 *
 * @param chosen names of the tools that are offered; null for all
 * @param overrides by a tool's own name: how it is shown
 * @param stored the tools that the last sync read; empty for the service {@code routes}, whose tools are live
 */
record Binding(long id, McpService service, Set<String> chosen, Map<String, ToolOverride> overrides,
        List<BackendTool> stored) {

    private static final ToolOverride NONE = new ToolOverride(null, null);

    boolean offers(BackendTool tool) {
        return chosen == null || chosen.contains(tool.name());
    }

    OfferedTool offered(BackendTool tool, ToolNames names) {
        ToolOverride shown = overrides.getOrDefault(tool.name(), NONE);
        String wanted = shown.name() == null ? tool.name() : shown.name();
        return new OfferedTool(names.assign(wanted, service.name(), service.id()), id, service, tool, shown.description());
    }
}
