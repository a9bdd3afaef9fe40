package dev.mooring.mcp.backend;

import java.util.Map;

/**
 * A tool as its backend describes it.
 *
 * @param inputSchema the JSON Schema of its arguments, as it came
 */
public record BackendTool(String name, String description, Map<String, Object> inputSchema) {
}
