package dev.mooring.security;

import dev.mooring.api.ApiException;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/** The console's login: its page, and the check of what is typed there, which is that of the REST login. */
@Component
class ConsoleLogin {

    static final String PATH = ConsoleChain.HAWTIO + "/login";
    static final RequestMatcher POSTED = PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, PATH);
    private static final RequestMatcher ASKED = PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, PATH);
    private static final String PAGE = read("login.html");

    /** Why nobody was logged in, told to who tried. */
    private static final class Refusal extends AuthenticationException {

        private final int status;
        private final int retryAfterSeconds;

        Refusal(int status, String message, int retryAfterSeconds) {
            super(message);
            this.status = status;
            this.retryAfterSeconds = retryAfterSeconds;
        }
    }

    private final Logins logins;

    ConsoleLogin(Logins logins) {
        this.logins = logins;
    }

    /** Not a bean of its own: Spring Security would ask it about bearer tokens, too. */
    Authentication authenticate(Authentication typed) {
        User user;
        try {
            user = logins.check(typed.getName(), (String) typed.getCredentials(), (String) typed.getDetails());
        } catch (ApiException e) {
            throw new Refusal(e.status(), e.getMessage(), e.retryAfterSeconds());
        }
        if (user.role() != User.Role.ADMIN) {
            throw new Refusal(403, "This console needs the role ADMIN, which " + user.username()
                    + " does not have. Ask an administrator.", 0);
        }
        return CallerAuthentication.of(user);
    }

    /** Answers a request for the page. */
    Filter page() {
        return (request, response, chain) -> {
            if (ASKED.matches((HttpServletRequest) request)) {
                write((HttpServletRequest) request, (HttpServletResponse) response, "");
            } else {
                chain.doFilter(request, response);
            }
        };
    }

    /** Shows the page again, with the reason. */
    void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException e) throws IOException {
        int status = e instanceof Refusal refusal ? refusal.status : 401;
        if (e instanceof Refusal refusal && refusal.retryAfterSeconds > 0) {
            response.setIntHeader("Retry-After", refusal.retryAfterSeconds);
        }
        response.setStatus(status);
        write(request, response, e instanceof Refusal ? e.getMessage() : "The login failed. Try again.");
    }

    /** Shows the page again to a form that was older than its CSRF token. */
    void askAgain(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(403);
        write(request, response, "This page was too old. Try again.");
    }

    private static void write(HttpServletRequest request, HttpServletResponse response, String message)
            throws IOException {
        CsrfToken token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        response.setContentType("text/html");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
                + "base-uri 'none'; frame-ancestors 'none'");
        response.getOutputStream().write(PAGE.formatted(HtmlUtils.htmlEscape(message), token.getParameterName(),
                token.getToken()).getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String resource) {
        try (InputStream in = ConsoleLogin.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
