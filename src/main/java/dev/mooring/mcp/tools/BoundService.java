package dev.mooring.mcp.tools;

import dev.mooring.mcp.backend.McpService;

/** A service that a server offers, whichever of its tools were chosen. */
public record BoundService(long bindingId, McpService service) {
}
