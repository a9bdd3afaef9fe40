package dev.mooring.mcp.backend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The OAuth2 access token of one service: fetched on use (RFC 6749, sections 4.4 and 6), kept until shortly before it
 * expires, and fetched anew when the service has refused it.
 */
final class AccessTokens {

    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(10);
    /** For a server that does not tell: RFC 6749 only recommends that it does. */
    private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);
    private static final Duration MOST_AHEAD = Duration.ofSeconds(60);

    private record Token(String value, long renewAt) {
    }

    private final long serviceId;
    private final Authentication authentication;
    private final HttpClient http;
    private final ObjectMapper mapper;
    private final Surroundings around;
    private Token token;
    private CompletableFuture<Token> fetching;

    AccessTokens(long serviceId, Authentication authentication, Surroundings around) {
        this.serviceId = serviceId;
        this.authentication = authentication;
        this.around = around;
        this.http = around.http();
        this.mapper = around.mapper();
    }

    /** A token that should be good; fails with a {@link SessionEnd} when there is none to be had. */
    synchronized CompletableFuture<String> get() {
        if (token != null && System.nanoTime() - token.renewAt() < 0) {
            return CompletableFuture.completedFuture(token.value());
        }
        if (fetching == null) {
            CompletableFuture<Token> started = CompletableFuture.supplyAsync(this::fetch, around.threads());
            fetching = started;
            started.whenComplete((fetched, failure) -> fetched(started, fetched));
        }
        return fetching.thenApply(Token::value);
    }

    private synchronized void fetched(CompletableFuture<Token> started, Token result) {
        token = result;
        if (fetching == started) {
            fetching = null;
        }
    }

    /** The service did not take this token. */
    synchronized void refused(String value) {
        if (token != null && token.value().equals(value)) {
            token = null;
        }
    }

    private Token fetch() {
        if (authentication.type().equals(Authentication.Type.OAUTH2_CLIENT_CREDENTIALS.name())) {
            return token(post(Map.of("grant_type", "client_credentials")));
        }
        Token[] fetched = new Token[1];
        around.refreshTokens().use(serviceId, refreshToken -> {
            JsonNode answer = post(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
            fetched[0] = token(answer);
            return answer.path("refresh_token").isTextual() ? answer.get("refresh_token").textValue() : refreshToken;
        });
        return fetched[0];
    }

    private static Token token(JsonNode answer) {
        if (!answer.path("access_token").isTextual()) {
            throw SessionEnd.unprocessed("gets no access token: the token address answered without one", null);
        }
        JsonNode told = answer.path("expires_in");
        Duration life = told.isNumber() || told.isTextual() ? Duration.ofSeconds(Math.max(0, told.asLong())) : UNKNOWN_LIFE;
        Duration ahead = life.dividedBy(10).compareTo(MOST_AHEAD) < 0 ? life.dividedBy(10) : MOST_AHEAD;
        return new Token(answer.get("access_token").textValue(), System.nanoTime() + life.minus(ahead).toNanos());
    }

    private JsonNode post(Map<String, String> grant) {
        Map<String, String> form = new LinkedHashMap<>(grant);
        if (authentication.scope() != null) {
            form.put("scope", authentication.scope());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(authentication.tokenUrl())).timeout(FETCH_TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded").header("Accept", "application/json");
        if (authentication.clientSecret() == null) {
            form.put("client_id", authentication.clientId());
        } else {
            request.header("Authorization",
                    Authentication.basic(encoded(authentication.clientId()), encoded(authentication.clientSecret())));
        }
        String body = form.entrySet().stream().map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        try {
            return read(http.send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw SessionEnd.unprocessed("gets no access token: the token address cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SessionEnd.unprocessed("gets no access token: the instance is stopping", e);
        }
    }

    private JsonNode read(HttpResponse<String> response) {
        JsonNode answer = null;
        try {
            answer = mapper.readTree(response.body());
        } catch (JsonProcessingException e) {
            // an answer that is no JSON has no error code either
        }
        if (response.statusCode() != 200 || answer == null || !answer.isObject()) {
            // the code is one of a few words (RFC 6749, 5.2); the description might tell secrets
            String code = answer == null ? "" : answer.path("error").asText("");
            throw SessionEnd.unprocessed("gets no access token: the token address answered HTTP %d%s".formatted(
                    response.statusCode(), code.matches("[a-z_]{1,40}") ? ", " + code : ""), null);
        }
        return answer;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
