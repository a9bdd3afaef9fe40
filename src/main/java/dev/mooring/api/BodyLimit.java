package dev.mooring.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses large bodies with 413: over 1 MiB, over 8 MiB where many servers are created at once. Runs after
 * authentication, so that nobody unknown makes the instance buffer anything but a small login.
 */
@Component
@Order(0)
final class BodyLimit extends OncePerRequestFilter {

    static final int NORMAL = 1 << 20;
    static final int BULK = 8 << 20;

    private final ProblemWriter problems;

    BodyLimit(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int limit = "/api/mcp-servers/bulk".equals(request.getRequestURI()) ? BULK : NORMAL;
        boolean chunked = request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") != null;
        byte[] body = chunked ? request.getInputStream().readNBytes(limit + 1) : null;
        if (request.getContentLengthLong() > limit || body != null && body.length > limit) {
            response.setHeader("Connection", "close");
            problems.write(request, response, 413, "The body must not be larger than " + (limit >> 20) + " MiB.");
            return;
        }
        chain.doFilter(body == null ? request : new Buffered(request, body), response);
    }

    /** A request whose chunked body has been read: its length was not known before. */
    private static final class Buffered extends HttpServletRequestWrapper {
        private final ByteArrayInputStream body;

        Buffered(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = new ByteArrayInputStream(body);
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }

        @Override
        public ServletInputStream getInputStream() {
            return new ServletInputStream() {
                @Override
                public int read() {
                    return body.read();
                }

                @Override
                public int read(byte[] bytes, int offset, int length) {
                    return body.read(bytes, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return body.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("read it blocking");
                }
            };
        }
    }
}
