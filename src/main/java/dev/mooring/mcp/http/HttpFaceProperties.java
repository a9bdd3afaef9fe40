package dev.mooring.mcp.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code mooring.mcp.*} as far as it concerns {@code /mcp/{serverId}}.
 *
 * @param allowedOrigins web pages that may call /mcp, such as {@code https://tools.example.org}, or {@code *} for all; those
 *     of this machine ({@code http://localhost:...}) always may, and so may what is no web page and sends no Origin
 */
@ConfigurationProperties("mooring.mcp")
public record HttpFaceProperties(@DefaultValue List<String> allowedOrigins) {

    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    /** @throws IllegalArgumentException naming an origin that is none */
    public HttpFaceProperties {
        for (String origin : allowedOrigins) {
            if (!origin.equals("*") && host(origin) == null) {
                throw new IllegalArgumentException(("mooring.mcp.allowed-origins has '%s', which is no origin; write it "
                        + "like https://tools.example.org").formatted(origin));
            }
        }
    }

    /** @param origin the header; null when there is none */
    boolean allows(String origin) {
        return origin == null || allowedOrigins.contains("*")
                || allowedOrigins.stream().anyMatch(allowed -> allowed.equalsIgnoreCase(origin))
                || LOCAL.contains(String.valueOf(host(origin)));
    }

    private static String host(String origin) {
        try {
            URI uri = URI.create(origin);
            String path = uri.getRawPath();
            return uri.getHost() == null || path != null && !path.isEmpty() ? null : uri.getHost().toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
