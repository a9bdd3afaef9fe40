package dev.mooring.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows the bearer tokens that {@link ApiTokens} made; all others are left to the login tokens' filter behind it. */
final class ApiTokenFilter extends OncePerRequestFilter {

    private static final String HEADER = "Bearer " + ApiTokens.PREFIX;
    private final ApiTokens tokens;
    private final KnownScrapers scrapers;
    private final AuthenticationEntryPoint unauthorized;

    ApiTokenFilter(ApiTokens tokens, AuthenticationEntryPoint unauthorized) {
        this.tokens = tokens;
        this.scrapers = new KnownScrapers(tokens::user);
        this.unauthorized = unauthorized;
    }

    /** For the filter behind: finds no token where it is one of ours. */
    static BearerTokenResolver others() {
        DefaultBearerTokenResolver resolver = new DefaultBearerTokenResolver();
        return request -> isOurs(request) ? null : resolver.resolve(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isOurs(request)) {
            String token = request.getHeader("Authorization").substring("Bearer ".length()).strip();
            Optional<User> user = request.getRequestURI().equals(KnownScrapers.PATH) ? scrapers.user(token) : tokens.user(token);
            if (user.isEmpty()) {
                unauthorized.commence(request, response, new InvalidBearerTokenException("no such token"));
                return;
            }
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(CallerAuthentication.of(user.get()));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private static boolean isOurs(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, HEADER, 0, HEADER.length());
    }
}
