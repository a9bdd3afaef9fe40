package dev.mooring.connection.socket;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A registered address, taken apart without decoding or encoding anything: the request target goes out byte for byte.
 *
 * @param target path and query as registered; may hold a token, so it is printed nowhere
 */
public record EndpointAddress(boolean ssl, String host, int port, String target) {

    /** @throws IllegalArgumentException telling what is wrong, without the address itself */
    static EndpointAddress parse(String address) {
        if (address.isEmpty()) {
            throw new IllegalArgumentException("the server is disabled or deleted");
        }
        String lower = address.toLowerCase(Locale.ROOT);
        boolean ssl = lower.startsWith("wss://");
        if (!ssl && !lower.startsWith("ws://")) {
            throw new IllegalArgumentException("the address is no ws:// or wss:// URL");
        }
        String rest = address.substring(ssl ? 6 : 5);
        int fragment = rest.indexOf('#');
        if (fragment >= 0) {
            rest = rest.substring(0, fragment);
        }
        int end = 0;
        while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != '?') {
            end++;
        }
        String authority = rest.substring(0, end);
        String target = rest.substring(end);
        if (!target.startsWith("/")) {
            target = "/" + target;
        }
        try {
            new URI("http://host" + target);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the address holds a character that must be percent-encoded");
        }
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("the address holds user information");
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the address has no host");
        }
        return new EndpointAddress(ssl, host, hasPort ? port(authority.substring(colon + 1)) : ssl ? 443 : 80, target);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below, with the same sentence
        }
        throw new IllegalArgumentException("the address has no valid port (1 to 65535)");
    }

    /** The address as it may be shown: {@code wss://host/path?***}. */
    String masked() {
        int query = target.indexOf('?');
        String shownHost = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        String shownPort = port == (ssl ? 443 : 80) ? "" : ":" + port;
        return (ssl ? "wss://" : "ws://") + shownHost + shownPort
                + (query < 0 ? target : target.substring(0, query) + "?***");
    }

    @Override
    public String toString() {
        return masked();
    }
}
