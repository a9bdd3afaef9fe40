package dev.mooring.mcp.tools;

/**
 * How a binding shows one tool.
 *
 * @param name instead of the tool's own; null for that
 * @param description instead of the tool's own; null for that
 */
public record ToolOverride(String name, String description) {
}
