package dev.mooring.mcp.backend;

import java.util.Map;

/**
 * Whose MCP server calls a service. A service registered with {@code forwardUser} is told in the headers
 * {@code X-User-Id} and {@code X-User-Name}, and in {@code X-User-Email} when the name is an e-mail address.
 *
 * @param name letters, digits and {@code . _ @ -}, as usernames are
 */
public record ServiceUser(long id, String name) {

    Map<String, String> headers() {
        Map<String, String> headers = Map.of("X-User-Id", Long.toString(id), "X-User-Name", name);
        if (name.indexOf('@') <= 0) {
            return headers;
        }
        return Map.of("X-User-Id", Long.toString(id), "X-User-Name", name, "X-User-Email", name);
    }
}
