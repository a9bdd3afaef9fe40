package dev.mooring.mcp.backend;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpClientSession;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpTransportSessionNotFoundException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A service behind streamable HTTP: one session of the MCP SDK, opened on use and kept; opened again when the server has
 * forgotten it (404) or the connection broke.
 *
 * <p>It drives the SDK's session and transport and not its {@code McpSyncClient}, whose typed results lose what their
 * classes don't know and fail on legal schemas ({@code additionalProperties} that is a schema): here results and schemas
 * pass through as they came.
 */
final class StreamableHttpBackend implements ToolBackend {

    private static final Logger log = LoggerFactory.getLogger(StreamableHttpBackend.class);
    private static final TypeRef<Map<String, Object>> OBJECT = new TypeRef<>() { };
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_PAGES = 1000;

    /** What an MCP server may tell its clients; none of it concerns us yet. */
    private static final Map<String, McpClientSession.NotificationHandler> NOTIFICATIONS = Stream.of(
            McpSchema.METHOD_NOTIFICATION_TOOLS_LIST_CHANGED, McpSchema.METHOD_NOTIFICATION_RESOURCES_LIST_CHANGED,
            McpSchema.METHOD_NOTIFICATION_PROMPTS_LIST_CHANGED, McpSchema.METHOD_NOTIFICATION_MESSAGE,
            McpSchema.METHOD_NOTIFICATION_PROGRESS, "notifications/resources/updated", "notifications/cancelled")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> params -> Mono.empty()));

    private record Open(HttpClientStreamableHttpTransport transport, McpClientSession session, String version,
            Map<String, Object> capabilities) {

        void closeInBackground() {
            session.closeGracefully().onErrorComplete().then(transport.closeGracefully())
                    .timeout(CLOSE_TIMEOUT).onErrorComplete().subscribe();
        }
    }

    private final McpService service;
    private final ObjectMapper mapper;
    private final Duration sessionTimeout;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile Open open;

    /** @param sessionTimeout no request may take longer, whatever its own timeout says */
    StreamableHttpBackend(McpService service, ObjectMapper mapper, Duration sessionTimeout) {
        this.service = service;
        this.mapper = mapper;
        this.sessionTimeout = sessionTimeout;
    }

    @Override
    public List<BackendTool> tools(Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        List<BackendTool> tools = new ArrayList<>();
        Set<Object> cursors = new HashSet<>();
        Object cursor = null;
        do {
            Map<String, Object> page = request("tools/list", cursor == null ? Map.of() : Map.of("cursor", cursor), deadline);
            if (!(page.get("tools") instanceof List<?> list)) {
                throw new BackendFailure("%s answered tools/list without a list of tools".formatted(name()));
            }
            list.forEach(tool -> tools.add(backendTool(tool)));
            cursor = page.get("nextCursor");
        } while (cursor != null && cursors.add(cursor) && cursors.size() < MAX_PAGES);
        return tools;
    }

    @SuppressWarnings("unchecked")
    private BackendTool backendTool(Object tool) {
        if (tool instanceof Map<?, ?> map && map.get("name") instanceof String toolName && !toolName.isBlank()) {
            Object schema = map.get("inputSchema") instanceof Map<?, ?> object ? object : Map.of("type", "object");
            return new BackendTool(toolName, map.get("description") instanceof String text ? text : null,
                    (Map<String, Object>) schema, (Map<String, Object>) map);
        }
        throw new BackendFailure("%s lists a tool that has no name".formatted(name()));
    }

    @Override
    public Map<String, Object> call(String tool, Map<String, Object> arguments, CallContext context) {
        Map<String, Object> result = request("tools/call", Map.of("name", tool, "arguments", arguments), context);
        if (!(result.get("content") instanceof List<?>)) {
            throw new BackendFailure("%s answered the call without content".formatted(name()));
        }
        return result;
    }

    @Override
    public Map<String, Object> request(String method, Map<String, Object> params, CallContext context) {
        Map<String, Object> whole = params;
        if (!context.meta().isEmpty()) {
            whole = new LinkedHashMap<>(params);
            whole.put("_meta", context.meta());
        }
        return request(method, whole, new Deadline(context.timeout()));
    }

    @Override
    public Map<String, Object> capabilities(Duration timeout) {
        return open(new Deadline(timeout)).capabilities();
    }

    /** A second attempt is made only where the first cannot have been processed, so that no tool runs twice. */
    private Map<String, Object> request(String method, Object params, Deadline deadline) {
        boolean again = open != null;
        while (true) {
            Open current = open(deadline);
            try {
                return send(current, method, params, deadline);
            } catch (RuntimeException e) {
                if (find(e, McpError.class) != null) {
                    throw failure(e, deadline);
                }
                boolean lost = find(e, McpTransportSessionNotFoundException.class) != null;
                boolean timedOut = find(e, TimeoutException.class) != null;
                if (lost || !timedOut) {
                    drop(current);
                }
                if (again && (lost || find(e, ConnectException.class) != null)) {
                    log.info("{}: the session was lost, opening another", service);
                    again = false;
                    continue;
                }
                throw failure(e, deadline);
            }
        }
    }

    private static Map<String, Object> send(Open open, String method, Object params, Deadline deadline) {
        return open.session().sendRequest(method, params, OBJECT).timeout(deadline.left())
                .contextWrite(context -> context.put(McpAsyncClient.NEGOTIATED_PROTOCOL_VERSION, open.version())).block();
    }

    private Open open(Deadline deadline) {
        Open current = open;
        if (current != null) {
            return current;
        }
        try {
            if (!opening.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new BackendFailure("%s cannot be reached in time".formatted(name()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendFailure("The instance is stopping", e);
        }
        try {
            if (open == null) {
                open = connect(deadline);
            }
            return open;
        } finally {
            opening.unlock();
        }
    }

    private Open connect(Deadline deadline) {
        HttpClientStreamableHttpTransport transport = transport();
        McpClientSession session = new McpClientSession(sessionTimeout, transport,
                Map.of("ping", params -> Mono.just(Map.of())), NOTIFICATIONS, connected -> connected);
        try {
            String newest = transport.protocolVersions().get(transport.protocolVersions().size() - 1);
            Map<String, Object> hello = session.sendRequest("initialize", Map.of("protocolVersion", newest,
                    "capabilities", Map.of(), "clientInfo", Map.of("name", "mooring", "version", "0.1")), OBJECT)
                    .timeout(deadline.left()).block();
            Open opened = new Open(transport, session, String.valueOf(hello.get("protocolVersion")), capabilities(hello));
            if (!transport.protocolVersions().contains(opened.version())) {
                throw new BackendFailure("%s speaks MCP %s, which is not known here".formatted(name(),
                        FailureText.clean(opened.version())));
            }
            session.sendNotification("notifications/initialized", null).timeout(deadline.left())
                    .contextWrite(c -> c.put(McpAsyncClient.NEGOTIATED_PROTOCOL_VERSION, opened.version())).block();
            log.info("{}: session opened, MCP {}", service, opened.version());
            return opened;
        } catch (RuntimeException e) {
            new Open(transport, session, null, Map.of()).closeInBackground();
            throw e instanceof BackendFailure ? e : failure(e, deadline);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> capabilities(Map<String, Object> hello) {
        return hello.get("capabilities") instanceof Map<?, ?> told ? (Map<String, Object>) told : Map.of();
    }

    private HttpClientStreamableHttpTransport transport() {
        URI uri;
        try {
            uri = URI.create(service.url());
        } catch (RuntimeException e) {
            throw new BackendFailure("%s has no valid http:// or https:// address".formatted(name()));
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        try {
            return HttpClientStreamableHttpTransport.builder(uri.getScheme() + "://" + uri.getRawAuthority())
                    .endpoint(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                    .jsonMapper(new JacksonMcpJsonMapper(mapper)).connectTimeout(CONNECT_TIMEOUT).build();
        } catch (RuntimeException e) {
            throw new BackendFailure("%s has no valid http:// or https:// address".formatted(name()));
        }
    }

    private BackendFailure failure(RuntimeException e, Deadline deadline) {
        McpError refused = find(e, McpError.class);
        if (refused != null) {
            return new BackendFailure("%s answered with an error: %s".formatted(name(),
                    FailureText.clean(String.valueOf(refused.getMessage()))), e);
        }
        if (find(e, TimeoutException.class) != null || find(e, HttpTimeoutException.class) != null) {
            return new BackendFailure("%s did not answer within %d s".formatted(name(), deadline.seconds()), e);
        }
        if (find(e, ConnectException.class) != null) {
            return new BackendFailure("%s cannot be reached: the connection was refused".formatted(name()), e);
        }
        String reason = FailureText.of(e);
        return new BackendFailure("%s failed%s".formatted(name(), reason == null ? "" : ": " + reason), e);
    }

    private String name() {
        return "The service '%s'".formatted(service.name());
    }

    private static <T> T find(Throwable failure, Class<T> wanted) {
        int depth = 0;
        for (Throwable t = failure; t != null && depth++ < 20; t = t.getCause()) {
            if (wanted.isInstance(t)) {
                return wanted.cast(t);
            }
        }
        return null;
    }

    private void drop(Open broken) {
        opening.lock();
        try {
            if (open == broken) {
                open = null;
            }
        } finally {
            opening.unlock();
        }
        broken.closeInBackground();
    }

    @Override
    public void close() {
        Open current = open;
        if (current != null) {
            drop(current);
        }
    }
}
