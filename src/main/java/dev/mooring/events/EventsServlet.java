package dev.mooring.events;

import dev.mooring.api.ApiException;
import dev.mooring.api.EventStream;
import dev.mooring.api.ProblemWriter;
import dev.mooring.api.StreamEnd;
import dev.mooring.security.Caller;
import dev.mooring.security.LiveTokens;
import dev.mooring.security.User;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * {@code GET /api/events}. A servlet and no route, because a route's exchange ends with its answer and a stream's does not;
 * {@code routes/rest-events.camel.yaml} has it stand in the OpenAPI document. The chain before it has checked the token.
 */
final class EventsServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient Supplier<EventHub> hub;
    private final transient Caller caller;
    private final transient LiveTokens tokens;
    private final transient ProblemWriter problems;

    /** @param hub asked at the first request only: servlets are made early, and this is not to make everything early */
    EventsServlet(Supplier<EventHub> hub, Caller caller, LiveTokens tokens, ProblemWriter problems) {
        this.hub = hub;
        this.caller = caller;
        this.tokens = tokens;
        this.problems = problems;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (!request.getMethod().equals("GET")) {
                response.setHeader("Allow", "GET");
                throw ApiException.of(405, "This path allows GET.");
            }
            if (!takesEvents(request.getHeader("Accept"))) {
                throw ApiException.of(406, "Answers are text/event-stream; change the Accept header.");
            }
            open(request, response, caller.current());
        } catch (RuntimeException e) {
            problems.write(request, response, e);
        }
    }

    private void open(HttpServletRequest request, HttpServletResponse response, User user) throws IOException {
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0); // it lasts as long as its token
        EventStream stream = new EventStream(async);
        try {
            Subscriber subscriber = hub.get().open(user, tokens.of(request), stream);
            stream.open();
            subscriber.release();
            async.addListener(new StreamEnd(() -> {
                subscriber.gone();
                stream.end();
            }));
        } catch (RuntimeException e) {
            problems.write(request, response, e);
            stream.end();
        }
    }

    private static boolean takesEvents(String accept) {
        String wanted = accept == null ? "*/*" : accept.toLowerCase(Locale.ROOT);
        return wanted.contains("text/event-stream") || wanted.contains("*/*") || wanted.contains("text/*");
    }
}
