package dev.mooring.mcp.protocol;

import dev.mooring.mcp.backend.BackendFailure;
import dev.mooring.mcp.backend.CallContext;
import dev.mooring.mcp.backend.FailureText;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.content.Prompts;
import dev.mooring.mcp.content.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The step that answers {@code resources/*}, {@code prompts/*} and {@code completion/complete}. */
public final class ContentRequests {

    private static final Logger log = LoggerFactory.getLogger(ContentRequests.class);
    private static final int RESOURCE_NOT_FOUND = -32002;
    private final Prompts prompts;
    private final Resources resources;
    private final ToolBackends backends;

    public ContentRequests(Prompts prompts, Resources resources, ToolBackends backends) {
        this.prompts = prompts;
        this.resources = resources;
        this.backends = backends;
    }

    /** Answers the request by its method; leaves the result in the body. */
    public void answer(Exchange exchange) {
        JsonRpcRequest request = Frame.request(exchange);
        if (!Frame.gateOpen(exchange)) { // again, because the frame may have waited: services are asked from here on
            log.info("{}: {} is not answered, another instance may own the server by now", Frame.server(exchange),
                    request.method());
            Frame.abandon(exchange);
            return;
        }
        long server = Frame.serverId(exchange);
        CallContext context = Frame.context(exchange);
        try {
            exchange.getMessage().setBody(switch (request.method()) {
                case "resources/list", "resources/templates/list" -> page(server, request, context);
                case "resources/read" -> read(server, request, context);
                case "prompts/list" -> Map.of("prompts",
                        prompts.list(server, context).stream().map(Prompts.Offered::listEntry).toList());
                case "prompts/get" -> prompt(server, request, context);
                case "completion/complete" -> complete(server, request, context);
                default -> throw new ProtocolError(ProtocolError.METHOD_NOT_FOUND,
                        "'%s' is not supported".formatted(request.method()));
            });
        } catch (BackendFailure e) {
            log.info("{}: {} failed: {}", Frame.server(exchange), request.method(), e.getMessage());
            throw error(e);
        }
    }

    private Map<String, Object> page(long server, JsonRpcRequest request, CallContext context) {
        Object cursor = request.params().get("cursor");
        if (cursor != null && !(cursor instanceof String)) {
            throw new ProtocolError(ProtocolError.INVALID_PARAMS, "cursor must be a string");
        }
        try {
            return resources.page(server, request.method(), (String) cursor, context);
        } catch (IllegalArgumentException e) {
            throw new ProtocolError(ProtocolError.INVALID_PARAMS, "cursor is none that " + request.method() + " has given");
        }
    }

    private Map<String, Object> read(long server, JsonRpcRequest request, CallContext context) {
        String uri = text(request.params(), "uri");
        return resources.ask(server, uri, "resources", request.method(), withoutMeta(request), context)
                .orElseThrow(() -> new ProtocolError(RESOURCE_NOT_FOUND, "There is no resource '%s'".formatted(shortened(uri))));
    }

    private Map<String, Object> prompt(long server, JsonRpcRequest request, CallContext context) {
        Prompts.Offered prompt = find(server, text(request.params(), "name"), context);
        Map<String, Object> params = withoutMeta(request);
        params.put("name", prompt.ownName());
        return backends.of(prompt.bound().service()).request(request.method(), params, context);
    }

    private Map<String, Object> complete(long server, JsonRpcRequest request, CallContext context) {
        if (!(request.params().get("ref") instanceof Map<?, ?> given)) {
            throw new ProtocolError(ProtocolError.INVALID_PARAMS, "ref must be an object");
        }
        Map<String, Object> ref = new LinkedHashMap<>();
        given.forEach((key, value) -> ref.put(String.valueOf(key), value));
        Map<String, Object> params = withoutMeta(request);
        params.put("ref", ref);
        if ("ref/prompt".equals(ref.get("type"))) {
            Prompts.Offered prompt = find(server, text(ref, "name"), context);
            ref.put("name", prompt.ownName());
            return backends.of(prompt.bound().service()).request(request.method(), params, context);
        }
        if ("ref/resource".equals(ref.get("type"))) {
            return resources.ask(server, text(ref, "uri"), "completions", request.method(), params, context)
                    .orElseGet(() -> Map.of("completion", Map.of("values", List.of())));
        }
        throw new ProtocolError(ProtocolError.INVALID_PARAMS, "ref.type must be ref/prompt or ref/resource");
    }

    private Prompts.Offered find(long server, String name, CallContext context) {
        return prompts.find(server, name, context).orElseThrow(
                () -> new ProtocolError(ProtocolError.INVALID_PARAMS, "Unknown prompt: " + shortened(name)));
    }

    /** What a service answered with an error is told with its code. */
    private static ProtocolError error(BackendFailure failure) {
        BackendFailure.RpcError said = failure.rpcError();
        if (said != null) {
            return new ProtocolError(said.code(), String.valueOf(FailureText.clean(String.valueOf(said.message()))));
        }
        return new ProtocolError(ProtocolError.INTERNAL_ERROR, failure.getMessage());
    }

    private static Map<String, Object> withoutMeta(JsonRpcRequest request) {
        Map<String, Object> params = new LinkedHashMap<>(request.params());
        params.remove("_meta");
        return params;
    }

    private static String text(Map<String, Object> params, String name) {
        if (params.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new ProtocolError(ProtocolError.INVALID_PARAMS, name + " must be a text");
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
