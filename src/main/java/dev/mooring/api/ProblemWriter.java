package dev.mooring.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Writes problems where no route runs: in filters, for Spring MVC, for the servlet container. */
@Component
public class ProblemWriter {

    private final ObjectMapper json;

    ProblemWriter(@Qualifier("apiJson") ObjectMapper json) {
        this.json = json;
    }

    /** @param detail told to the caller: no secrets */
    public void write(HttpServletRequest request, HttpServletResponse response, int status, String detail)
            throws IOException {
        write(response, Problem.of(status, detail, request.getRequestURI(), List.of()));
    }

    /** Answers with the problem that fits what was thrown. */
    public void write(HttpServletRequest request, HttpServletResponse response, Throwable thrown) throws IOException {
        write(response, Problems.of(thrown, request.getRequestURI()));
    }

    void write(HttpServletResponse response, Problem problem) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = json.writeValueAsBytes(problem);
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setContentLength(body.length);
        if (problem.status() == 503) {
            response.setHeader("Retry-After", "3");
        }
        response.getOutputStream().write(body);
    }
}
