package dev.mooring.mcp.backend;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Lists and calls the tools of one service; one kind of service, one class. Safe for use by many threads. */
public sealed interface ToolBackend extends AutoCloseable permits RouteBackend, GuardedBackend, SessionBackend {

    /**
     * All tools, all pages.
     *
     * @throws BackendFailure when it does not answer within the timeout, or not as MCP wants it
     */
    List<BackendTool> tools(Duration timeout);

    /**
     * Calls a tool and waits for its result.
     *
     * @return the MCP result: {@code content}, and {@code isError} when the tool says that it failed
     * @throws BackendFailure when there is no result within the timeout, or the call was cancelled
     */
    Map<String, Object> call(String tool, Map<String, Object> arguments, CallContext context);

    /**
     * Any other request: {@code resources/*}, {@code prompts/*}, {@code completion/complete}.
     *
     * @param params as MCP has them, without {@code _meta}
     * @return the MCP result, as it came
     * @throws BackendFailure when there is no result within the timeout, or the service has nothing of the kind
     */
    Map<String, Object> request(String method, Map<String, Object> params, CallContext context);

    /**
     * The {@code capabilities} that the backend told when its session was opened, which it is now if it was not.
     *
     * @throws BackendFailure when it cannot be opened
     */
    Map<String, Object> capabilities(Duration timeout);

    /** Ends what is open; a later use opens it again. Never throws. */
    @Override
    void close();
}
