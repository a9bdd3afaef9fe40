package dev.mooring.mcp.backend;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * How a service wants its callers to prove who they are. Which of the fields are used depends on the type; the others are
 * null. It is stored as JSON, with its secrets, in {@code mcp_service.credentials}, and nowhere else; the refresh token,
 * which its server may replace at each use, has a column of its own.
 *
 * @param type the name of a {@link Type}
 * @param token BEARER
 * @param username BASIC
 * @param password BASIC
 * @param header API_KEY: the header's name; null for {@code X-API-Key}
 * @param prefix API_KEY: what stands before the key in the header, followed by a space; null for nothing
 * @param key API_KEY
 * @param tokenUrl OAUTH2: where access tokens are fetched
 * @param clientId OAUTH2
 * @param clientSecret OAUTH2; null for a public client with a refresh token
 * @param scope OAUTH2: what the token is to be good for, separated by spaces; null for the server's default
 * @param refreshToken OAUTH2_REFRESH_TOKEN
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Authentication(String type, String token, String username, String password, String header, String prefix,
        String key, String tokenUrl, String clientId, String clientSecret, String scope, String refreshToken) {

    /** The ways there are. */
    public enum Type { NONE, BEARER, BASIC, API_KEY, OAUTH2_CLIENT_CREDENTIALS, OAUTH2_REFRESH_TOKEN }

    /** A header and its value. */
    record Header(String name, String value) {
        @Override
        public String toString() {
            return name;
        }
    }

    public static final Authentication NONE =
            new Authentication("NONE", null, null, null, null, null, null, null, null, null, null, null);
    private static final String API_KEY_HEADER = "X-API-Key";

    /** With the secrets that are not given taken from what was there before, where that is of the same type and place. */
    public Authentication completedBy(Authentication before) {
        if (!type.equals(before.type) || tokenUrl != null && !tokenUrl.equals(before.tokenUrl)) {
            return this;
        }
        return new Authentication(type, token == null ? before.token : token, username == null ? before.username : username,
                password == null ? before.password : password, header, prefix, key == null ? before.key : key,
                tokenUrl == null ? before.tokenUrl : tokenUrl, clientId == null ? before.clientId : clientId,
                clientSecret == null ? before.clientSecret : clientSecret, scope, refreshToken);
    }

    /** As it is stored: the refresh token apart. */
    public Authentication withoutRefreshToken() {
        return new Authentication(type, token, username, password, header, prefix, key, tokenUrl, clientId, clientSecret,
                scope, null);
    }

    boolean oauth() {
        return type.startsWith("OAUTH2");
    }

    /** The header that is always the same; null for NONE and OAUTH2. */
    Header fixedHeader() {
        return switch (Type.valueOf(type)) {
            case BEARER -> new Header("Authorization", "Bearer " + token);
            case BASIC -> new Header("Authorization", basic(username, password));
            case API_KEY -> new Header(header == null ? API_KEY_HEADER : header, prefix == null ? key : prefix + " " + key);
            case NONE, OAUTH2_CLIENT_CREDENTIALS, OAUTH2_REFRESH_TOKEN -> null;
        };
    }

    static String basic(String username, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Authentication[" + type + "]";
    }
}
