package dev.mooring.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 503 until the start is over, because the port is open before routes and tools are there: a script would take
 * the 404 of a path that is to come for an answer, and an MCP client a list without tools. Probes and metrics pass.
 * Boot's readiness would close it again at the end, when a draining instance still answers.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartGate extends OncePerRequestFilter {

    private final ProblemWriter problems;
    private volatile boolean open;

    StartGate(ProblemWriter problems) {
        this.problems = problems;
    }

    /** Before the other listeners of this event: one of them tells users that they can begin. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void open() {
        open = true;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return open || request.getRequestURI().startsWith("/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        problems.write(request, response, 503, "This instance is still starting. Try again in a few seconds, or ask another one.");
    }
}
