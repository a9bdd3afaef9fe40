package dev.mooring.mcp.backend;

import java.util.function.UnaryOperator;

/** Where refresh tokens are kept. An authorization server may replace one whenever it is used, and then wants the new. */
public interface RefreshTokens {

    /**
     * Uses a service's refresh token, as the only one in the cluster at this moment: two that used it at once might look
     * to the authorization server like a thief and its victim.
     *
     * @param use gets the token, and returns the one to keep; it may block
     */
    void use(long serviceId, UnaryOperator<String> use);

    /** For where there are no services with refresh tokens. */
    static RefreshTokens none() {
        return (serviceId, use) -> {
            throw new IllegalStateException("no refresh tokens are kept here");
        };
    }
}
