package dev.mooring.mcp.backend;

import java.net.URI;

/**
 * A service's address, in the two parts that the SDK's transports want.
 *
 * @param base scheme, host and port
 * @param endpoint path and query
 */
record ServiceAddress(String base, String endpoint) {

    /** @throws SessionEnd when it is none */
    static ServiceAddress of(McpService service) {
        try {
            URI uri = URI.create(service.url());
            if (uri.getScheme().matches("https?") && uri.getRawAuthority() != null) {
                String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
                return new ServiceAddress(uri.getScheme() + "://" + uri.getRawAuthority(),
                        uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
            }
        } catch (RuntimeException e) {
            // the message would quote the address
        }
        throw SessionEnd.of("has no valid http:// or https:// address");
    }
}
