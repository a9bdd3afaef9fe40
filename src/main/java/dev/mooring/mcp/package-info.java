/**
 * Answers the MCP calls that arrive on the connections. XiaoZhi is the MCP client, Mooring the MCP server.
 *
 * <p>Invariant: a frame whose gate is closed is neither processed nor answered, and no tool is called through a closed
 * gate; a slow or broken tool delays and hides nothing else.
 *
 * <p>A frame enters at {@code direct:mcp-frame} ({@code routes/mcp-protocol.camel.yaml}). Read
 * {@link dev.mooring.mcp.protocol.McpProtocol} first, then {@link dev.mooring.mcp.tools.ToolCatalog} (what is offered)
 * and {@link dev.mooring.mcp.backend.ToolBackend} (who answers). Each package may use those named after it in this
 * order and not the other way round: {@code http}, {@code protocol}, {@code calls} and {@code content}, {@code tools},
 * {@code backend}, {@code routetool}.
 */
package dev.mooring.mcp;
