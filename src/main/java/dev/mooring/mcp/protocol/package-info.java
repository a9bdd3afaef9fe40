/**
 * MCP over JSON-RPC, as steps that the routes {@code mcp-protocol} and {@code mcp-tools-call} call. The routes' order
 * may be edited; what must hold whatever they say is checked in here: the gate before a frame is looked at and again
 * right before a tool is called.
 *
 * <p>Read {@link dev.mooring.mcp.protocol.McpProtocol} first, beside {@code routes/mcp-protocol.camel.yaml}.
 */
package dev.mooring.mcp.protocol;
