package dev.mooring.mcp.backend;

/**
 * A registered service, as far as calling it needs.
 *
 * @param url where it is; may hold a secret; null for kinds that have none
 */
public record McpService(long id, String name, Kind kind, String url) {

    /** What a service is reached by; the names are those of the column {@code kind}. */
    public enum Kind { ROUTES, STREAMABLE_HTTP, SSE, STDIO }

    /** Without the URL: it may hold a secret. */
    @Override
    public String toString() {
        return "service %d (%s, %s)".formatted(id, name, kind);
    }
}
