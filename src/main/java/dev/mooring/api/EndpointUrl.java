package dev.mooring.api;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules for the URLs that users register. A URL is kept and sent byte for byte, so whatever would have to be
 * rewritten on the way is refused here. Its query string usually holds a token and is shown masked.
 */
public final class EndpointUrl {

    /** The longest URL, in characters. */
    public static final int MAX_LENGTH = 2000;

    private static final String MASK = "***";
    private static final Pattern PARTS = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?]*)([^?]*)(?:\\?(.*))?");
    private static final Pattern AUTHORITY = Pattern.compile("([A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(:(.*))?");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private EndpointUrl() {
    }

    /**
     * @param schemes the schemes that are allowed, lower case
     * @return why the URL is refused, for the caller; null when it is fine
     */
    public static String refusal(String url, Set<String> schemes) {
        if (url == null) {
            return "is missing";
        }
        if (url.isBlank()) {
            return "must not be blank";
        }
        if (url.length() > MAX_LENGTH) {
            return "must not be longer than " + MAX_LENGTH + " characters";
        }
        String badCharacter = badCharacter(url);
        if (badCharacter != null) {
            return badCharacter;
        }
        String wanted = "must start with " + String.join(":// or ", schemes.stream().sorted().toList()) + "://";
        Matcher parts = PARTS.matcher(url);
        if (!parts.matches() || !schemes.contains(parts.group(1).toLowerCase(java.util.Locale.ROOT))) {
            return wanted;
        }
        if (MASK.equals(parts.group(4))) {
            return "is the masked form that answers show; send the real one, or leave the field out to keep it";
        }
        return badAuthority(parts.group(2));
    }

    /** The URL with its query string replaced by {@code ***}. */
    public static String masked(String url) {
        if (url == null) {
            return null;
        }
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query + 1) + MASK;
    }

    private static String badCharacter(String url) {
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == '#') {
                return "must not have a fragment ('#'), it would not be sent";
            }
            if (c <= ' ' || c >= 0x7f || "\"<>\\^`{|}".indexOf(c) >= 0) {
                return "has a character at position " + (i + 1) + " that cannot be sent as it is; percent-encode it";
            }
        }
        return BAD_ESCAPE.matcher(url).find() ? "has a '%' that is not followed by two hexadecimal digits" : null;
    }

    private static String badAuthority(String authority) {
        if (authority.indexOf('@') >= 0) {
            return "must not contain a user name or password ('@' before the path)";
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            return "has no valid host";
        }
        if (parts.group(1).isEmpty()) {
            return "has no host";
        }
        String port = parts.group(3);
        return port == null || port.matches("[0-9]{1,5}") && Integer.parseInt(port) >= 1
                && Integer.parseInt(port) <= 65535 ? null : "has a port that is not between 1 and 65535";
    }
}
