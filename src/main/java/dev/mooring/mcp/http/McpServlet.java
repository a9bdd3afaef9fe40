package dev.mooring.mcp.http;

import dev.mooring.api.ApiException;
import dev.mooring.api.EventStream;
import dev.mooring.api.ProblemWriter;
import dev.mooring.api.StreamEnd;
import dev.mooring.mcp.protocol.FrameEntry;
import dev.mooring.mcp.protocol.McpProtocol;
import dev.mooring.mcp.protocol.Talk;
import dev.mooring.security.Caller;
import dev.mooring.security.User;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code POST|GET|DELETE /mcp/{serverId}}: MCP's streamable HTTP. The chain before it has checked the token. A session is
 * offered by {@code initialize} and not asked for: requests without one are answered too.
 */
final class McpServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final Logger log = LoggerFactory.getLogger(McpServlet.class);
    private static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private record Server(long id, String name, long user) {
    }

    private final transient FrameEntry frames;
    private final transient McpSessions sessions;
    private final transient Caller caller;
    private final transient JdbcClient sql;
    private final transient ProblemWriter problems;
    private final transient HttpFaceProperties properties;
    private final int maxFrame;

    McpServlet(FrameEntry frames, McpSessions sessions, Caller caller, JdbcClient sql, ProblemWriter problems,
               HttpFaceProperties properties, int maxFrame) {
        this.frames = frames;
        this.sessions = sessions;
        this.caller = caller;
        this.sql = sql;
        this.problems = problems;
        this.properties = properties;
        this.maxFrame = maxFrame;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (!properties.allows(request.getHeader("Origin"))) {
                throw ApiException.of(403, "Pages of this origin may not call this; mooring.mcp.allowed-origins lists "
                        + "those that may.");
            }
            User user = caller.current();
            Server server = server(request, user);
            switch (request.getMethod()) {
                case "POST" -> post(request, response, user, server);
                case "GET" -> listen(request, user, server);
                case "DELETE" -> delete(request, response, user, server);
                default -> {
                    response.setHeader("Allow", "POST, GET, DELETE");
                    throw ApiException.of(405, "This path allows POST, GET and DELETE.");
                }
            }
        } catch (RuntimeException e) {
            problems.write(request, response, e);
        }
    }

    private Server server(HttpServletRequest request, User user) {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        Optional<Server> server = path.matches("[0-9]{1,18}")
                ? sql.sql("select id, name, user_id from mcp_server where id = ?").param(Long.parseLong(path))
                        .query((row, n) -> new Server(row.getLong(1), row.getString(2), row.getLong(3))).optional()
                : Optional.empty();
        return server.filter(one -> one.user() == user.id() || user.role() == User.Role.ADMIN)
                .orElseThrow(() -> ApiException.of(404, "There is no MCP server at this path among yours; it is "
                        + "/mcp/ and the server's id."));
    }

    private void post(HttpServletRequest request, HttpServletResponse response, User user, Server server)
            throws IOException {
        if (!has(request, "Content-Type", "application/json")) {
            throw ApiException.of(415, "The body must be JSON; send the header Content-Type: application/json.");
        }
        boolean takesEvents = has(request, "Accept", "text/event-stream");
        if (!takesEvents && !has(request, "Accept", "application/json") && !has(request, "Accept", "*/*")) {
            throw ApiException.of(406, "Send the header Accept: application/json, text/event-stream.");
        }
        McpSession session = session(request, user, server).orElseGet(sessions::prepare);
        String frame = body(request);
        boolean known = request.getHeader(SESSION) != null;
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(LONGEST.toMillis());
        PostedFrame posted = new PostedFrame(async, session, takesEvents);
        async.addListener(new StreamEnd(() -> posted.answer(null)));
        frames.enter(server.id(), server.name(), posted, frame).whenComplete((reply, failure) -> {
            if (failure != null) {
                broken(request, response, posted, server, failure);
                return;
            }
            if (!known && posted.isOpen() && session.memory(Talk.class, Talk::new).version() != null) {
                sessions.begin(user.id(), server.id(), session);
                response.setHeader(SESSION, session.id());
            }
            posted.answer(reply);
        });
    }

    private void broken(HttpServletRequest request, HttpServletResponse response, PostedFrame posted, Server server,
                        Throwable failure) {
        log.warn("server {} ({}): a request over HTTP failed in its route", server.id(), server.name(), failure);
        try {
            if (posted.isOpen()) {
                problems.write(request, response, 503, "The route that answers does not work right now; the log of the "
                        + "instance says why. Try again.");
            }
        } catch (IOException | IllegalStateException e) {
            log.debug("Nor could that be told", e);
        }
        posted.abandon();
    }

    private void listen(HttpServletRequest request, User user, Server server) {
        if (!has(request, "Accept", "text/event-stream")) {
            throw ApiException.of(406, "Send the header Accept: text/event-stream.");
        }
        McpSession session = session(request, user, server)
                .orElseThrow(() -> ApiException.of(400, "Send the header " + SESSION + " that initialize has given."));
        AsyncContext async = request.startAsync();
        async.setTimeout(LONGEST.toMillis()); // the client comes again, with a token that is looked at again
        EventStream stream = new EventStream(async);
        async.addListener(new StreamEnd(stream::end));
        session.listen(stream);
        stream.open();
    }

    private void delete(HttpServletRequest request, HttpServletResponse response, User user, Server server) {
        String id = request.getHeader(SESSION);
        if (id == null) {
            throw ApiException.of(400, "Send the header " + SESSION + " of the session that is to end.");
        }
        if (!sessions.end(user.id(), server.id(), id)) {
            throw noSession();
        }
        response.setStatus(204);
    }

    /** Empty when the request names none. */
    private Optional<McpSession> session(HttpServletRequest request, User user, Server server) {
        String version = request.getHeader(VERSION);
        if (version != null && !McpProtocol.VERSIONS.contains(version)) {
            throw ApiException.of(400, VERSION + " must be one of " + McpProtocol.VERSIONS + ".");
        }
        String id = request.getHeader(SESSION);
        if (id == null) {
            return Optional.empty();
        }
        McpSession session = sessions.find(user.id(), server.id(), id).orElseThrow(McpServlet::noSession);
        Talk talk = session.memory(Talk.class, Talk::new);
        if (talk.version() == null && version != null) {
            talk.agreed(version); // begun on another instance
        }
        return Optional.of(session);
    }

    private static ApiException noSession() {
        return ApiException.of(404, "There is no such session; begin another with initialize.");
    }

    private String body(HttpServletRequest request) throws IOException {
        byte[] bytes = request.getContentLengthLong() > maxFrame ? null : request.getInputStream().readNBytes(maxFrame + 1);
        if (bytes == null || bytes.length > maxFrame) {
            throw ApiException.of(413, "The body must not be larger than %d bytes (mooring.connection.max-frame-size)."
                    .formatted(maxFrame));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean has(HttpServletRequest request, String header, String type) {
        String value = request.getHeader(header);
        return value != null && value.toLowerCase(Locale.ROOT).contains(type);
    }
}
