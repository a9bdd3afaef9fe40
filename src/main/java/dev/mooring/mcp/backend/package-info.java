/**
 * Who answers a tool call: one {@link dev.mooring.mcp.backend.ToolBackend} per MCP service and credentials, shared by all
 * servers of the instance, opened on use, kept open, closed when idle.
 *
 * <p>Invariant: a broken backend costs its own callers an error within the tool timeout, and nobody else anything; no
 * request that a backend may have acted on is sent twice; no address, token or class name leaves this package in a
 * message; no child process outlives the backend that started it.
 *
 * <p>Read {@link dev.mooring.mcp.backend.ToolBackends} first, then {@code SessionBackend} (open, reopen, fail in words),
 * {@code BackendSession} (the messages) and, for HTTP, {@code ServiceHttp} (headers, credentials, refusals).
 */
package dev.mooring.mcp.backend;
