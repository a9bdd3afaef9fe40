package dev.mooring.connection;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ids of servers' routes: {@code mcp-server-} and the server's id. Operators' scripts and Hawtio's policy know them. */
public final class RouteIds {
    private static final String PREFIX = "mcp-server-";
    private static final Pattern ID = Pattern.compile(PREFIX + "([0-9]{1,18})");

    private RouteIds() {
    }

    public static String of(long serverId) {
        return PREFIX + serverId;
    }

    /** The server whose route has this id; empty for the id of another route. */
    public static Optional<Long> serverId(String routeId) {
        Matcher id = ID.matcher(routeId);
        return id.matches() ? Optional.of(Long.valueOf(id.group(1))) : Optional.empty();
    }
}
