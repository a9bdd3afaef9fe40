package dev.mooring.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Problems for what never reaches a route: unknown paths and methods, other media types, and what the servlet container
 * or the HTTP firewall refuses.
 */
@ControllerAdvice
@RestController
final class MvcErrors implements ErrorController {

    private final ProblemWriter problems;

    MvcErrors(ProblemWriter problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    void onException(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (e instanceof ErrorResponse mvc) {
            mvc.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        }
        problems.write(request, response, e);
    }

    @RequestMapping("${server.error.path:/error}")
    void onErrorDispatch(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        int code = status instanceof Integer known ? known : 404;
        String detail = switch (code) {
            case 400 -> "The request could not be understood.";
            case 404 -> "There is nothing at this path. GET /api/openapi.json lists the paths.";
            case 503 -> "This route is suspended or the instance is stopping. Try again, or ask another instance.";
            default -> code < 500 ? "The request was refused." : "Something failed that should not; see the log.";
        };
        problems.write(response, Problem.of(code, detail, path == null ? null : path.toString(), List.of()));
    }
}
