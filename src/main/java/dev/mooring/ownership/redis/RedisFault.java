package dev.mooring.ownership.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Says in Redis' own words why it refused, or why it could not be reached; without addresses' user and password. */
public final class RedisFault {

    private static final int LONGEST = 200;
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)\\S*@");
    /** Redis repeats arguments of a command that it does not know. */
    private static final Pattern ARGUMENTS = Pattern.compile(",? with args beginning with:.*");
    private static final Pattern UNRESOLVED = Pattern.compile("/<unresolved>");

    private RedisFault() {
    }

    /**
     * One line without a full stop: what Redis answered, such as {@code NOAUTH Authentication required}, if it answered
     * at all; otherwise the first cause's own message.
     */
    public static String describe(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException && cause.getMessage() != null) {
                return line(cause.getMessage());
            }
            root = cause;
        }
        if (root.getMessage() == null || root.getMessage().isBlank()) {
            return root instanceof TimeoutException ? "no answer in time" : root.getClass().getSimpleName();
        }
        return root.getMessage().startsWith("Currently not connected") ? "not connected" : line(root.getMessage());
    }

    /** Scheme, host, port and database: user and password stand before the last at sign, options after a question mark. */
    static String masked(String url) {
        int at = url.lastIndexOf('@');
        int scheme = url.indexOf("://");
        String start = at < 0 ? "" : scheme < 0 || scheme > at ? "***" : url.substring(0, scheme + 3) + "***";
        String rest = at < 0 ? url : url.substring(at);
        int options = rest.indexOf('?');
        return start + (options < 0 ? rest : rest.substring(0, options));
    }

    private static String line(String message) {
        String line = ARGUMENTS.matcher(message.replaceAll("\\s+", " ").strip()).replaceAll("");
        line = UNRESOLVED.matcher(CREDENTIALS.matcher(line).replaceAll("")).replaceAll("");
        line = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}
