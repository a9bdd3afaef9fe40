/**
 * Who answers a tool call: one {@link dev.mooring.mcp.backend.ToolBackend} per MCP service, shared by all servers of
 * the instance, opened on use and kept open.
 *
 * <p>Invariant: a broken backend costs its own callers an error within the tool timeout, and nobody else anything; no
 * address, token or class name leaves this package in a message.
 *
 * <p>Read {@link dev.mooring.mcp.backend.ToolBackends} first.
 */
package dev.mooring.mcp.backend;
