package dev.mooring.mcp.protocol;

import dev.mooring.mcp.McpProperties;
import dev.mooring.mcp.backend.BackendFailure;
import dev.mooring.mcp.backend.CallContext;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.backend.ToolResult;
import dev.mooring.mcp.calls.CallLog;
import dev.mooring.mcp.calls.CallRecord;
import dev.mooring.mcp.calls.CallRecord.Outcome;
import dev.mooring.mcp.tools.ArgumentCheck;
import dev.mooring.mcp.tools.OfferedTool;
import dev.mooring.mcp.tools.ToolCatalog;
import dev.mooring.tracing.CallStep;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps that answer {@code tools/list} and {@code tools/call}. */
public final class ToolRequests {

    private static final Logger log = LoggerFactory.getLogger(ToolRequests.class);
    private final ToolCatalog catalog;
    private final ToolBackends backends;
    private final int pageSize;
    private final ProtocolProperties limits;
    private final ServiceSlots slots;
    private final ResultFit fit;
    private final CallLog calls;

    public ToolRequests(ToolCatalog catalog, ToolBackends backends, McpProperties properties, ProtocolProperties limits,
                        ResultFit fit, CallLog calls) {
        this.catalog = catalog;
        this.backends = backends;
        this.pageSize = properties.pageSize();
        this.slots = new ServiceSlots(limits.maxCallsPerService());
        this.limits = limits;
        this.fit = fit;
        this.calls = calls;
    }

    /** One page of the server's tools, and where the next begins. */
    public void list(Exchange exchange) {
        Object cursor = Frame.request(exchange).params().get("cursor");
        if (cursor != null && !(cursor instanceof String)) {
            throw new ProtocolError(ProtocolError.INVALID_PARAMS, "cursor must be a string");
        }
        if (cursor == null) {
            catalog.invalidate(Frame.serverId(exchange)); // asked once per connection: right after a change, for one
        }
        Optional<ListCursor> after = Optional.ofNullable((String) cursor).map(ListCursor::read);
        List<OfferedTool> rest = catalog.list(Frame.serverId(exchange)).stream()
                .filter(tool -> after.isEmpty() || after.get().isBefore(tool)).toList();
        List<OfferedTool> page = rest.subList(0, Math.min(pageSize, rest.size()));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tools", page.stream().map(OfferedTool::listEntry).toList());
        if (page.size() < rest.size()) {
            result.put("nextCursor", ListCursor.after(page.get(page.size() - 1)).write());
        }
        exchange.getMessage().setBody(result);
    }

    /** Params in the body; leaves the tool's name in the header {@code McpToolName}, the arguments in the body. */
    public void prepare(Exchange exchange) {
        Map<String, Object> params = Frame.request(exchange).params();
        if (!(params.get("name") instanceof String name) || name.isEmpty()) {
            throw new ProtocolError(ProtocolError.INVALID_PARAMS, "name must be the name of a tool");
        }
        Object arguments = params.get("arguments");
        if (arguments != null && !(arguments instanceof Map<?, ?>)) {
            throw new ProtocolError(ProtocolError.INVALID_PARAMS, "arguments must be an object");
        }
        exchange.getMessage().setHeader(Frame.TOOL_NAME, name);
        exchange.getMessage().setBody(arguments == null ? new LinkedHashMap<String, Object>() : arguments);
    }

    /**
     * Calls the tool that the header {@code McpToolName} names with the arguments in the body; leaves the result there. A
     * tool that fails, or dislikes its arguments, leaves a result with {@code isError}.
     */
    public void call(Exchange exchange) {
        String name = exchange.getMessage().getHeader(Frame.TOOL_NAME, String.class);
        OfferedTool offered = catalog.find(Frame.serverId(exchange), String.valueOf(name)).orElseThrow(
                () -> new ProtocolError(ProtocolError.INVALID_PARAMS, "Unknown tool: " + shortened(name)));
        Map<String, Object> arguments = arguments(exchange);
        long start = System.nanoTime();
        try (CallStep step = Frame.trace(exchange).tool(offered.name(), offered.service().name())) {
            call(exchange, offered, arguments, start, step);
        }
        if (log.isDebugEnabled()) { // what is told costs more than the rest of this method
            log.debug("{}: '{}' of {} answered after {} ms", Frame.server(exchange), name, offered.service(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
    }

    private void call(Exchange exchange, OfferedTool offered, Map<String, Object> arguments, long start, CallStep step) {
        Optional<String> complaint = ArgumentCheck.complaint(offered.tool().inputSchema(), arguments);
        if (complaint.isPresent()) {
            exchange.getMessage().setBody(ToolResult.error(complaint.get()));
            step.failed(Outcome.REFUSED.name());
            record(exchange, offered, arguments, start, Outcome.REFUSED);
            return;
        }
        // again, because the frame may have waited: from here on something happens outside
        if (!Frame.gateOpen(exchange)) {
            log.info("{}: '{}' is not called, another instance may own the server by now", Frame.server(exchange),
                    offered.name());
            Frame.abandon(exchange);
            return;
        }
        Outcome outcome = Outcome.REFUSED;
        try (ServiceSlots.Slot slot = slots.take(offered.service())) {
            Frame.context(exchange).step(step);
            Map<String, Object> result =
                    backends.of(offered.service()).call(offered.tool().name(), arguments, Frame.context(exchange));
            outcome = Boolean.TRUE.equals(result.get("isError")) ? Outcome.ERROR : Outcome.OK;
            exchange.getMessage().setBody(result);
        } catch (BackendFailure e) {
            outcome = Frame.context(exchange).cancelled() ? Outcome.CANCELLED : Outcome.FAILED;
            failed(exchange, offered, outcome, e);
        } finally {
            if (outcome != Outcome.OK) {
                step.failed(outcome.name());
            }
            record(exchange, offered, arguments, start, outcome);
        }
    }

    private static void failed(Exchange exchange, OfferedTool offered, Outcome outcome, BackendFailure failure) {
        exchange.getMessage().setBody(ToolResult.error(failure.getMessage()));
        if (outcome == Outcome.CANCELLED) {
            log.debug("{}: the call of '{}' was cancelled", Frame.server(exchange), offered.name());
        } else {
            log.warn("{}: the tool '{}' failed: {}", Frame.server(exchange), offered.name(), failure.getMessage());
            log.debug("the tool '{}' failed", offered.name(), failure);
        }
    }

    private void record(Exchange exchange, OfferedTool offered, Map<String, Object> arguments, long start, Outcome outcome) {
        calls.add(Frame.serverId(exchange), new CallRecord(Instant.now().truncatedTo(ChronoUnit.MILLIS), offered.name(),
                offered.service().name(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), outcome,
                Frame.isOverHttp(exchange) ? "http" : "websocket", null, calls.recorded(arguments)));
    }

    /**
     * Result in the body: has it fit {@code mooring.mcp.join-text} and {@code mooring.mcp.max-result-size}, or the header
     * {@code McpMaxResultSize} (bytes) where a step has set one.
     */
    public void fit(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof Map<?, ?> result) {
            Integer own = exchange.getMessage().getHeader("McpMaxResultSize", Integer.class);
            exchange.getMessage().setBody(fit.fit(result, limits.joinText(), own == null ? limits.maxResultSize() : own));
        }
    }

    private static Map<String, Object> arguments(Exchange exchange) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        if (exchange.getMessage().getBody() instanceof Map<?, ?> body) {
            body.forEach((key, value) -> arguments.put(String.valueOf(key), value));
        }
        return arguments;
    }

    private static String shortened(String name) {
        return name != null && name.length() > 100 ? name.substring(0, 100) + "…" : name;
    }
}
