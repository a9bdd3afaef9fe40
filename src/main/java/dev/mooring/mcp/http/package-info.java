/**
 * Each MCP server's tools over streamable HTTP, at {@code /mcp/{serverId}}, for other MCP clients: the same route, the
 * same catalogue and limits as on the WebSocket.
 *
 * <p>Any instance answers, whoever owns the server's WebSocket. That breaks no promise: what must never happen twice is
 * that the frames of one WebSocket are acted on or answered by two instances. A request that comes here came on no
 * WebSocket, its caller chose this very instance, and its answer goes back on the same HTTP exchange.
 *
 * <p>Invariant: nobody but the server's user and an ADMIN gets anything but 401 or 404; nothing of a request is answered
 * anywhere but in its own exchange; a session holds nothing that another instance could not do without, so that a load
 * balancer may send each request to another one.
 *
 * <p>Read {@link dev.mooring.mcp.http.McpServlet} first.
 */
package dev.mooring.mcp.http;
