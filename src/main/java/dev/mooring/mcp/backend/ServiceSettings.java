package dev.mooring.mcp.backend;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is configured about a service besides its name and address. Full of secrets: never to be logged.
 *
 * @param headers sent with each HTTP request
 * @param command STDIO: the program; null for the others
 * @param arguments STDIO
 * @param environment STDIO: what the program gets in addition to PATH, HOME and the like; none of ours
 * @param timeout instead of {@code mooring.mcp.tool-timeout}; null for that
 * @param forwardUser whether the service is told whose server calls it, see {@link ServiceUser}
 * @param shared whether users see it who must not learn its address
 */
public record ServiceSettings(Authentication authentication, Map<String, String> headers, String command,
        List<String> arguments, Map<String, String> environment, Duration timeout, boolean forwardUser, boolean shared) {

    /** No credentials, no headers, the common timeout. */
    public static final ServiceSettings NONE =
            new ServiceSettings(Authentication.NONE, Map.of(), null, List.of(), Map.of(), null, false, false);

    @Override
    public String toString() {
        return "ServiceSettings[...]";
    }
}
