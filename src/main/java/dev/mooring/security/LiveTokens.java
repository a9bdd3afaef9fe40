package dev.mooring.security;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.stereotype.Component;

/** For answers that outlive their request's check: how long its token lasts, and whether it is still good. */
@Component
public class LiveTokens {

    private final BearerTokenResolver bearer = new DefaultBearerTokenResolver();
    private final JwtDecoder decoder;
    private final Tokens tokens;
    private final ApiTokens apiTokens;

    LiveTokens(JwtDecoder decoder, Tokens tokens, ApiTokens apiTokens) {
        this.decoder = decoder;
        this.tokens = tokens;
        this.apiTokens = apiTokens;
    }

    /** The token of a request that has passed the chain. */
    public String of(HttpServletRequest request) {
        return bearer.resolve(request);
    }

    /** When a token ends by itself; {@link Instant#MAX} for one that is good until it is deleted. */
    public Instant until(String token) {
        if (token.startsWith(ApiTokens.PREFIX)) {
            return Instant.MAX;
        }
        try {
            return decoder.decode(token).getExpiresAt();
        } catch (JwtException e) {
            return Instant.EPOCH; // it has just ended
        }
    }

    /**
     * Whose token it is, as of now; empty when it is good no more.
     *
     * @throws org.springframework.dao.DataAccessException when PostgreSQL does not answer, so that nobody knows
     */
    public Optional<User> user(String token) {
        if (token.startsWith(ApiTokens.PREFIX)) {
            return apiTokens.user(token);
        }
        try {
            Jwt jwt = decoder.decode(token);
            return tokens.convert(jwt).getPrincipal() instanceof User user ? Optional.of(user) : Optional.empty();
        } catch (JwtException | AuthenticationException e) {
            return Optional.empty();
        }
    }
}
