package dev.mooring.mcp.backend;

/**
 * A registered service, as far as calling it needs.
 *
 * @param url where it is; may hold a secret; null for kinds that have none
 * @param user whose server calls it, where the service is to be told; else null
 */
public record McpService(long id, String name, Kind kind, String url, ServiceSettings settings, ServiceUser user) {

    /** What a service is reached by; the names are those of the column {@code kind}. */
    public enum Kind { ROUTES, STREAMABLE_HTTP, SSE, STDIO }

    /** Without settings. */
    public McpService(long id, String name, Kind kind, String url) {
        this(id, name, kind, url, ServiceSettings.NONE, null);
    }

    /** As it is called for this user; itself when it is not to be told of users. */
    public McpService calledBy(ServiceUser caller) {
        return new McpService(id, name, kind, url, settings, settings.forwardUser() ? caller : null);
    }

    /** Without the URL: it may hold a secret. */
    @Override
    public String toString() {
        return "service %d (%s, %s)".formatted(id, name, kind);
    }
}
