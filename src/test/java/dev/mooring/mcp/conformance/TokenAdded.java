package dev.mooring.mcp.conformance;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** The suite can send no token: this adds one to its requests, before anything of Mooring's sees them. */
@TestConfiguration(proxyBeanMethods = false)
class TokenAdded {

    static final AtomicReference<String> token = new AtomicReference<>();

    @Bean
    FilterRegistrationBean<OncePerRequestFilter> tokenAdder() {
        FilterRegistrationBean<OncePerRequestFilter> filter = new FilterRegistrationBean<>(new OncePerRequestFilter() {
            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                boolean add = token.get() != null && request.getHeader("Authorization") == null
                        && request.getRequestURI().startsWith("/mcp/");
                chain.doFilter(add ? withToken(request) : request, response);
            }
        });
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        filter.setAsyncSupported(true);
        return filter;
    }

    private static HttpServletRequest withToken(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public String getHeader(String name) {
                return "Authorization".equalsIgnoreCase(name) ? "Bearer " + token.get() : super.getHeader(name);
            }

            @Override
            public Enumeration<String> getHeaders(String name) {
                return "Authorization".equalsIgnoreCase(name) ? Collections.enumeration(Collections.singleton(getHeader(name)))
                        : super.getHeaders(name);
            }
        };
    }
}
