package dev.mooring.mcp.backend;

import io.modelcontextprotocol.spec.McpClientTransport;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that is reached by an MCP session, which is opened on use and kept; opened again when the backend has
 * forgotten it, or the transport broke; closed when nobody has used it for a while. What it is reached by is told by the
 * class of its kind.
 */
abstract sealed class SessionBackend implements ToolBackend permits StreamableHttpBackend, SseBackend, StdioBackend {

    private static final Logger log = LoggerFactory.getLogger(SessionBackend.class);
    private static final int MAX_PAGES = 1000;

    private final McpService service;
    private final Runnable toolsChanged;
    private final ReentrantLock opening = new ReentrantLock();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicReference<BackendSession> open = new AtomicReference<>();
    private volatile BackendSession connecting;
    private volatile long lastUse = System.nanoTime();
    private volatile boolean closed;

    /** @param toolsChanged told when the backend says that it has other tools now */
    SessionBackend(McpService service, Runnable toolsChanged) {
        this.service = service;
        this.toolsChanged = toolsChanged;
    }

    /**
     * A transport for a new session.
     *
     * @param broken to be told when the transport broke, also after it had connected
     * @throws SessionEnd when there can be none now
     */
    abstract McpClientTransport transport(Consumer<Throwable> broken);

    /** A session has been opened, which answered; or, with false, was not. */
    void opened(boolean successfully) {
    }

    final McpService service() {
        return service;
    }

    @Override
    public List<BackendTool> tools(Duration timeout) {
        Deadline deadline = new Deadline(timeout(timeout));
        List<BackendTool> tools = new ArrayList<>();
        Set<Object> cursors = new HashSet<>();
        Object cursor = null;
        do {
            Map<String, Object> page = use("tools/list", cursor == null ? Map.of() : Map.of("cursor", cursor),
                    CallContext.of(deadline.left()), deadline);
            if (!(page.get("tools") instanceof List<?> list)) {
                throw BackendFailure.outage("%s answered tools/list without a list of tools".formatted(name()), null);
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
        throw BackendFailure.outage("%s lists a tool that has no name".formatted(name()), null);
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
        return use(method, params, context, new Deadline(timeout(context.timeout())));
    }

    @Override
    public Map<String, Object> capabilities(Duration timeout) {
        Deadline deadline = new Deadline(timeout(timeout));
        try {
            return session(deadline).capabilities();
        } catch (RuntimeException e) {
            throw e instanceof BackendFailure ? e : failure(e, deadline);
        }
    }

    private Duration timeout(Duration common) {
        return service.settings().timeout() == null ? common : service.settings().timeout();
    }

    private Map<String, Object> use(String method, Map<String, Object> params, CallContext context, Deadline deadline) {
        inFlight.incrementAndGet();
        try {
            return attempt(method, params, context, deadline);
        } finally {
            lastUse = System.nanoTime();
            inFlight.decrementAndGet();
        }
    }

    /** A second attempt is made only where the first cannot have been processed, so that no tool runs twice. */
    private Map<String, Object> attempt(String method, Map<String, Object> params, CallContext context, Deadline deadline) {
        boolean again = open.get() != null;
        while (true) {
            BackendSession session = null;
            try {
                session = session(deadline);
                return session.request(method, params, context, deadline);
            } catch (TimeoutException e) {
                throw failure(e, deadline);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BackendFailure("The instance is stopping", e);
            } catch (BackendFailure | BackendSession.RpcRefusal | CancellationException e) {
                throw e instanceof BackendFailure ? e : failure(e, deadline);
            } catch (RuntimeException e) {
                if (session == null) {
                    throw failure(e, deadline);
                }
                open.compareAndSet(session, null);
                session.close();
                if (!again || !unprocessed(e)) {
                    throw failure(e, deadline);
                }
                log.info("{}: the session was lost, opening another", service);
                again = false;
            }
        }
    }

    private static boolean unprocessed(Throwable failure) {
        SessionEnd end = find(failure, SessionEnd.class);
        return end != null ? !end.maybeProcessed() : find(failure, ConnectException.class) != null;
    }

    private BackendSession session(Deadline deadline) {
        BackendSession current = open.get();
        if (current != null && !current.ended()) {
            return current;
        }
        try {
            if (!opening.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw BackendFailure.outage("%s cannot be reached in time".formatted(name()), null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendFailure("The instance is stopping", e);
        }
        try {
            current = open.get();
            if (current != null && !current.ended()) {
                return current;
            }
            if (current != null) {
                current.close();
            }
            current = connect(deadline);
            open.set(current);
            if (closed) {
                current.close();
                throw new BackendFailure("%s was changed or deleted just now; try again".formatted(name()));
            }
            return current;
        } finally {
            opening.unlock();
        }
    }

    private BackendSession connect(Deadline deadline) {
        CompletableFuture<Throwable> broken = new CompletableFuture<>();
        BackendSession session = new BackendSession(transport(broken::complete), toolsChanged);
        broken.thenAccept(session::end);
        connecting = session;
        try {
            session.open(deadline);
            opened(true);
            log.info("{}: session opened, MCP {}", service, session.version());
            return session;
        } catch (RuntimeException | TimeoutException e) {
            opened(false);
            session.close();
            throw failure(e, deadline);
        } catch (InterruptedException e) {
            session.close();
            Thread.currentThread().interrupt();
            throw new BackendFailure("The instance is stopping", e);
        } finally {
            connecting = null;
        }
    }

    private BackendFailure failure(Exception e, Deadline deadline) {
        BackendSession.RpcRefusal refused = find(e, BackendSession.RpcRefusal.class);
        if (refused != null) {
            return BackendFailure.answered("%s answered with an error: %s".formatted(name(),
                    FailureText.clean(String.valueOf(refused.getMessage()))), e, refused.error());
        }
        if (e instanceof CancellationException) {
            return new BackendFailure("The call was cancelled", e);
        }
        if (find(e, TimeoutException.class) != null || find(e, HttpTimeoutException.class) != null) {
            return BackendFailure.outage("%s did not answer within %d s".formatted(name(), deadline.seconds()), e);
        }
        SessionEnd end = find(e, SessionEnd.class);
        if (end != null) {
            return BackendFailure.outage("%s %s".formatted(name(), end.getMessage()), e);
        }
        if (find(e, ConnectException.class) != null) {
            return BackendFailure.outage("%s cannot be reached: the connection was refused".formatted(name()), e);
        }
        // the library's own words may name the address, which the users of a shared service must not learn
        String reason = service.settings().shared() ? null : FailureText.of(e);
        return BackendFailure.outage("%s failed%s".formatted(name(), reason == null ? "" : ": " + reason), e);
    }

    private String name() {
        return "The service '%s'".formatted(service.name());
    }

    static <T> T find(Throwable failure, Class<T> wanted) {
        int depth = 0;
        for (Throwable t = failure; t != null && depth++ < 20; t = t.getCause()) {
            if (wanted.isInstance(t)) {
                return wanted.cast(t);
            }
        }
        return null;
    }

    /** Closes the session when nobody has used it for so long. */
    final void closeIfIdle(Duration idle) {
        BackendSession current = open.get();
        if (current == null || inFlight.get() > 0 || System.nanoTime() - lastUse < idle.toNanos()
                || !open.compareAndSet(current, null)) {
            return;
        }
        // a call counts itself before it looks for the session: either it found none, or it is seen here
        if (inFlight.get() == 0 || !open.compareAndSet(null, current)) {
            log.info("{}: nobody has used it for {} s, the session is closed", service, idle.toSeconds());
            current.close();
        }
    }

    final boolean isOpen() {
        return open.get() != null;
    }

    /** Ends it for good; completes when its transports have closed. */
    final CompletableFuture<Void> end() {
        closed = true;
        return CompletableFuture.allOf(close(connecting), close(open.getAndSet(null)));
    }

    private static CompletableFuture<Void> close(BackendSession session) {
        return session == null ? CompletableFuture.completedFuture(null) : session.close();
    }

    @Override
    public final void close() {
        end();
    }
}
