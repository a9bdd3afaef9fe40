package dev.mooring.mcp.tools;

import dev.mooring.mcp.backend.BackendTool;
import dev.mooring.mcp.backend.McpService;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tool as one server offers it.
 *
 * @param name what the server's peer calls it by; differs from {@code tool.name()} where two services have one of that name
 * @param bindingId the binding that brought it
 * @param description instead of the tool's own; null for that
 */
public record OfferedTool(String name, long bindingId, McpService service, BackendTool tool, String description) {

    /** The entry in the answer to {@code tools/list}: all that the backend told of it, under the offered name and description. */
    public Map<String, Object> listEntry() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.putAll(tool.definition());
        entry.put("name", name);
        if (description != null) {
            entry.put("description", description);
        }
        entry.put("inputSchema", tool.inputSchema()); // where the backend sent none, or something else
        return entry;
    }
}
