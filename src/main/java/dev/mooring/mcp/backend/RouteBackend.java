package dev.mooring.mcp.backend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.routetool.RouteTool;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import dev.mooring.tracing.CallStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The built-in service {@code routes}: its tools are Camel routes, as they are started at this moment. */
final class RouteBackend implements ToolBackend {

    private static final Logger log = LoggerFactory.getLogger(RouteBackend.class);
    private final RouteToolRegistry registry;
    private final ExecutorService threads;
    private final ObjectMapper mapper;

    RouteBackend(RouteToolRegistry registry, ExecutorService threads, ObjectMapper mapper) {
        this.registry = registry;
        this.threads = threads;
        this.mapper = mapper;
    }

    @Override
    public List<BackendTool> tools(Duration timeout) {
        return registry.all().stream()
                .map(tool -> new BackendTool(tool.name(), tool.description(), tool.inputSchema())).toList();
    }

    /** The route runs in a thread of its own, so that one which hangs can be interrupted and left behind. */
    @Override
    public Map<String, Object> call(String name, Map<String, Object> arguments, CallContext context) {
        Duration timeout = context.timeout();
        RouteTool tool = registry.find(name).orElseThrow(
                () -> new BackendFailure("The tool '%s' is gone: its route was stopped".formatted(name)));
        Future<Object> running = submit(tool, arguments);
        context.onCancel(() -> running.cancel(true));
        try (CallStep step = context.step().request("route")) {
            return ToolResult.text(text(running.get(timeout.toNanos(), TimeUnit.NANOSECONDS)));
        } catch (TimeoutException e) {
            running.cancel(true);
            throw new BackendFailure("The tool '%s' did not answer within %d s".formatted(name, timeout.toSeconds()), e);
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new BackendFailure("The tool '%s' was interrupted: the instance is stopping".formatted(name), e);
        } catch (CancellationException e) {
            throw new BackendFailure("The call of '%s' was cancelled".formatted(name), e);
        } catch (ExecutionException e) {
            String reason = FailureText.of(e.getCause());
            if (reason == null) {
                log.warn("The route of tool '{}' failed", name, e.getCause());
                reason = "The tool '%s' failed; the log of the instance says why".formatted(name);
            }
            throw new BackendFailure(reason, e.getCause());
        }
    }

    private Future<Object> submit(RouteTool tool, Map<String, Object> arguments) {
        try {
            return threads.submit(() -> tool.call(arguments));
        } catch (RejectedExecutionException e) {
            throw new BackendFailure("Too many tools are running on this instance; try again", e);
        }
    }

    @Override
    public Map<String, Object> request(String method, Map<String, Object> params, CallContext context) {
        throw new BackendFailure("The service 'routes' has tools only, and no answer to %s".formatted(method));
    }

    @Override
    public Map<String, Object> capabilities(Duration timeout) {
        return Map.of("tools", Map.of());
    }

    private String text(Object answer) {
        if (answer == null || answer instanceof String) {
            return answer == null ? "" : (String) answer;
        }
        try {
            return mapper.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new BackendFailure("The tool's answer cannot be written as JSON", e);
        }
    }

    @Override
    public void close() {
        // nothing is open: routes come and go by themselves
    }
}
