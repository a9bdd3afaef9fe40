/**
 * The registered MCP services, their tools as last read, and which of them each server offers (bindings).
 *
 * <p>Invariant: a binding joins a server and a service that its user may see; the built-in service cannot be changed, a
 * shared one only by its user or an ADMIN, who alone see how it is reached; a credential that came in is never shown.
 * Read {@link dev.mooring.mcp.registry.McpBinding}, then {@code routes/api-services.camel.yaml}.
 */
package dev.mooring.mcp.registry;
