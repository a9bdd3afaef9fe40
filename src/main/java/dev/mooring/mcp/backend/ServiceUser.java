package dev.mooring.mcp.backend;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whose MCP server calls a service. A service registered with {@code forwardUser} is told in the headers
 * {@code X-User-Id}, {@code X-User-Name} and, where an e-mail address is known, {@code X-User-Email}; characters that a
 * header cannot hold are percent-encoded.
 *
 * @param email null when none is known
 */
public record ServiceUser(long id, String name, String email) {

    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-User-Id", Long.toString(id));
        headers.put("X-User-Name", encoded(name));
        if (email != null) {
            headers.put("X-User-Email", encoded(email));
        }
        return headers;
    }

    private static String encoded(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 127 && c != '%') ? text
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%40", "@");
    }
}
