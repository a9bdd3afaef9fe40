package dev.mooring.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a console session with what it stands on: its user, the user's role ADMIN, the password it began with, and the
 * lifetime that a login has. The user is read at each request, as for a token.
 */
final class ConsoleSessions extends OncePerRequestFilter {

    private final Users users;
    private final SecurityProperties properties;

    ConsoleSessions(Users users, SecurityProperties properties) {
        this.users = users;
        this.properties = properties;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session != null
                && SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known) {
            Optional<User> user = lives(session) ? asBefore(known.getPrincipal()) : Optional.empty();
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            if (user.isPresent()) {
                context.setAuthentication(CallerAuthentication.of(user.get()));
            } else {
                session.invalidate();
            }
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private boolean lives(HttpSession session) {
        return System.currentTimeMillis() - session.getCreationTime() < properties.tokenLifetime().toMillis();
    }

    private Optional<User> asBefore(User known) {
        return users.byId(known.id()).filter(now -> now.role() == User.Role.ADMIN
                && now.passwordHash().equals(known.passwordHash()));
    }
}
