/**
 * The registered MCP servers: what users say should be connected.
 *
 * <p>Invariant: every query names the caller, so that nobody reads or changes another's server, and the address is kept
 * byte for byte. The columns epoch, owner and released of {@code mcp_server} belong to {@code ownership} and are not
 * mapped here. Read {@link dev.mooring.server.McpServer}, then {@code routes/api-servers.camel.yaml}.
 */
package dev.mooring.server;
