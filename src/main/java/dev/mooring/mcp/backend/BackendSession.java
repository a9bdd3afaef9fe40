package dev.mooring.mcp.backend;

import dev.mooring.tracing.CallStep;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * One MCP session with a backend, over a transport of the SDK or of ours.
 *
 * <p>It takes the place of the SDK's {@code McpClientSession}, which tells nobody a request's id, so that it could be
 * cancelled, keeps each request that timed out for ever, and does not end those that wait when the transport breaks; and
 * of its {@code McpSyncClient}, whose typed results lose what their classes don't know.
 */
final class BackendSession {

    private static final Logger log = LoggerFactory.getLogger(BackendSession.class);
    /** The key in the transport's context under which a request's id stands. */
    static final String CALL = "mooring-call";
    /** The same for what a traced request tells the backend. */
    static final String TRACE = "mooring-trace";
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private record Call(CompletableFuture<McpSchema.JSONRPCResponse> answer, CallContext context) {
    }

    private final McpClientTransport transport;
    private final Runnable toolsChanged;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Object, Call> calls = new ConcurrentHashMap<>();
    private volatile Throwable end;
    private volatile String version;
    private volatile Map<String, Object> capabilities = Map.of();

    /** @param toolsChanged told when the backend says that it has other tools now */
    BackendSession(McpClientTransport transport, Runnable toolsChanged) {
        this.transport = transport;
        this.toolsChanged = toolsChanged;
    }

    /**
     * Connects and agrees on a version.
     *
     * @throws SessionEnd when the backend's version is not known here; else as {@link #request}
     */
    @SuppressWarnings("unchecked")
    void open(Deadline deadline) throws TimeoutException, InterruptedException {
        transport.connect(message -> message.doOnNext(this::receive)).subscribe(nothing -> { }, this::end);
        var known = transport.protocolVersions();
        Map<String, Object> hello = request("initialize", Map.of("protocolVersion", known.get(known.size() - 1),
                "capabilities", Map.of(), "clientInfo", Map.of("name", "mooring", "version", "0.1")),
                CallContext.of(deadline.left()), deadline);
        String agreed = String.valueOf(hello.get("protocolVersion"));
        if (!known.contains(agreed)) {
            throw SessionEnd.of("speaks MCP %s, which is not known here".formatted(FailureText.clean(agreed)));
        }
        version = agreed;
        capabilities = hello.get("capabilities") instanceof Map<?, ?> told ? (Map<String, Object>) told : Map.of();
        notify("notifications/initialized", null);
    }

    String version() {
        return version;
    }

    Map<String, Object> capabilities() {
        return capabilities;
    }

    boolean ended() {
        return end != null;
    }

    /**
     * Sends a request and waits for its result.
     *
     * @throws RpcRefusal when the backend answers with an error
     * @throws CancellationException when the request was cancelled, which the backend has been told
     * @throws RuntimeException what the transport failed with
     */
    Map<String, Object> request(String method, Map<String, Object> params, CallContext context, Deadline deadline)
            throws TimeoutException, InterruptedException {
        String id = "m" + lastId.incrementAndGet();
        Call call = new Call(new CompletableFuture<>(), context);
        calls.put(id, call);
        try (CallStep step = context.step().request(method)) {
            if (end != null) {
                throw end instanceof SessionEnd told ? SessionEnd.unprocessed(told.getMessage(), told) : new CallFailed(end);
            }
            context.onCancel(() -> {
                if (call.answer().cancel(false)) {
                    cancelled(id, context.reason());
                }
            });
            if (!call.answer().isDone()) {
                send(new McpSchema.JSONRPCRequest(McpSchema.JSONRPC_VERSION, method, id, withMeta(params, id, context)))
                        .contextWrite(Context.of(McpTransportContext.KEY, McpTransportContext.create(step.traceparent() == null
                                ? Map.of(CALL, id) : Map.of(CALL, id, TRACE, step.traceparent()))))
                        .subscribe(nothing -> { }, call.answer()::completeExceptionally);
            }
            return result(call.answer().get(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            cancelled(id, "timeout");
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new CallFailed(e.getCause());
        } finally {
            calls.remove(id);
        }
    }

    private static Map<String, Object> withMeta(Map<String, Object> params, String id, CallContext context) {
        if (context.meta().isEmpty() && !context.wantsProgress()) {
            return params;
        }
        Map<String, Object> meta = new LinkedHashMap<>(context.meta());
        if (context.wantsProgress()) {
            meta.put("progressToken", id);
        }
        Map<String, Object> whole = new LinkedHashMap<>(params);
        whole.put("_meta", meta);
        return whole;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> result(McpSchema.JSONRPCResponse response) {
        if (response.error() != null) {
            throw new RpcRefusal(response.error());
        }
        return response.result() instanceof Map<?, ?> object ? (Map<String, Object>) object : Map.of();
    }

    private void cancelled(String id, String reason) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("requestId", id);
        if (reason != null) {
            params.put("reason", reason);
        }
        notify("notifications/cancelled", params);
    }

    private void notify(String method, Map<String, Object> params) {
        if (end == null) {
            send(new McpSchema.JSONRPCNotification(McpSchema.JSONRPC_VERSION, method, params))
                    .subscribe(nothing -> { }, failure -> log.debug("{} was not delivered", method, failure));
        }
    }

    private Mono<Void> send(McpSchema.JSONRPCMessage message) {
        String agreed = version;
        Mono<Void> sent = Mono.defer(() -> transport.sendMessage(message));
        return agreed == null ? sent
                : sent.contextWrite(context -> context.put(McpAsyncClient.NEGOTIATED_PROTOCOL_VERSION, agreed));
    }

    void receive(McpSchema.JSONRPCMessage message) {
        if (message instanceof McpSchema.JSONRPCResponse response) {
            Call call = response.id() == null ? null : calls.get(response.id());
            if (call != null) {
                call.answer().complete(response);
            }
        } else if (message instanceof McpSchema.JSONRPCNotification notification) {
            noted(notification);
        } else if (message instanceof McpSchema.JSONRPCRequest request) {
            boolean ping = McpSchema.METHOD_PING.equals(request.method());
            send(new McpSchema.JSONRPCResponse(McpSchema.JSONRPC_VERSION, request.id(), ping ? Map.of() : null,
                    ping ? null : new McpSchema.JSONRPCResponse.JSONRPCError(McpSchema.ErrorCodes.METHOD_NOT_FOUND,
                            "Method not found", null)))
                    .subscribe(nothing -> { }, failure -> log.debug("an answer was not delivered", failure));
        }
    }

    private void noted(McpSchema.JSONRPCNotification notification) {
        if (McpSchema.METHOD_NOTIFICATION_TOOLS_LIST_CHANGED.equals(notification.method())) {
            toolsChanged.run();
        } else if (McpSchema.METHOD_NOTIFICATION_PROGRESS.equals(notification.method())
                && notification.params() instanceof Map<?, ?> params && params.get("progressToken") != null) {
            Call call = calls.get(params.get("progressToken"));
            if (call != null) {
                Map<String, Object> told = new LinkedHashMap<>();
                params.forEach((key, value) -> told.put(String.valueOf(key), value));
                told.remove("progressToken");
                call.context().progress().accept(told);
            }
        }
    }

    /** The transport broke: nobody waits any longer, and nothing more is sent. */
    void end(Throwable why) {
        if (end == null) {
            end = why;
        }
        calls.values().forEach(call -> call.answer().completeExceptionally(why));
    }

    /** One request failed on its way, or in the midst of its answer. */
    void failed(String id, Throwable why) {
        Call call = calls.get(id);
        if (call != null) {
            call.answer().completeExceptionally(why);
        }
    }

    /** Ends it; completes when the transport has closed, or after 2 s. */
    CompletableFuture<Void> close() {
        end(SessionEnd.of("was closed"));
        return transport.closeGracefully().timeout(CLOSE_TIMEOUT).onErrorComplete().toFuture();
    }

    /** The backend's JSON-RPC error. */
    static final class RpcRefusal extends RuntimeException {
        private final transient McpSchema.JSONRPCResponse.JSONRPCError error;

        RpcRefusal(McpSchema.JSONRPCResponse.JSONRPCError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }

        BackendFailure.RpcError error() {
            return new BackendFailure.RpcError(error.code() == null ? 0 : error.code(), error.message(), error.data());
        }
    }

    private static final class CallFailed extends RuntimeException {
        CallFailed(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }
}
