package dev.mooring.mcp.backend;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The HTTP client that the SDK's transports use for one service: the instance's client, with the service's headers and
 * credentials added to each request, and with an end in our words for each answer that is none. A 401 to an OAuth2 token
 * is answered with one more attempt under a new token.
 */
final class ServiceHttp extends HttpClient {

    private static final String SESSION_HEADER = "mcp-session-id";

    private final HttpClient http;
    private final Map<String, String> headers;
    private final AccessTokens tokens;
    private final Consumer<Throwable> streamEnd;

    /**
     * @param streamEnd told when the answer to a GET has come to its end, which with the SSE transport is the session's:
     *     there each POST belongs to a session, too. Null for streamable HTTP, where a GET means little
     */
    ServiceHttp(McpService service, Surroundings around, Consumer<Throwable> streamEnd) {
        ServiceSettings settings = service.settings();
        this.http = around.http();
        this.headers = new LinkedHashMap<>(settings.headers());
        Authentication.Header fixed = settings.authentication().fixedHeader();
        if (fixed != null) {
            headers.put(fixed.name(), fixed.value());
        }
        if (service.user() != null) {
            headers.putAll(service.user().headers());
        }
        this.tokens = settings.authentication().oauth()
                ? new AccessTokens(service.id(), settings.authentication(), around) : null;
        this.streamEnd = streamEnd;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        CompletableFuture<HttpResponse<T>> answer = tokens == null ? attempt(request, handler, null, false)
                : tokens.get().thenCompose(token -> attempt(request, handler, token, true));
        if (streamEnd != null && request.method().equals("GET")) {
            answer.whenComplete((response, failure) -> streamEnd.accept(
                    failure == null ? SessionEnd.of("ended the session") : failure));
        }
        return answer;
    }

    private <T> CompletableFuture<HttpResponse<T>> attempt(HttpRequest request, HttpResponse.BodyHandler<T> handler,
            String token, boolean again) {
        HttpRequest.Builder whole = HttpRequest.newBuilder(request, (name, value) -> true);
        headers.forEach(whole::setHeader);
        if (token != null) {
            whole.setHeader("Authorization", "Bearer " + token);
        }
        return http.sendAsync(whole.build(), info -> refusal(request, info.statusCode()) == null
                ? handler.apply(info) : HttpResponse.BodySubscribers.replacing(null)).thenCompose(response -> {
                    SessionEnd refusal = refusal(request, response.statusCode());
                    if (refusal == null) {
                        return CompletableFuture.completedFuture(response);
                    }
                    if (response.statusCode() == 401 && again) {
                        tokens.refused(token);
                        return tokens.get().thenCompose(renewed -> attempt(request, handler, renewed, false));
                    }
                    return CompletableFuture.failedFuture(refusal);
                });
    }

    /** Null when the transport is to have the answer. */
    private SessionEnd refusal(HttpRequest request, int status) {
        boolean stream = request.method().equals("GET");
        if (status < 300 || status == 405 && stream || request.method().equals("DELETE")) {
            return null;
        }
        if ((status == 404 || status == 400) && !stream
                && (streamEnd != null || request.headers().firstValue(SESSION_HEADER).isPresent())) {
            // 404 is the specification's answer to an unknown session, 400 that of several servers
            return SessionEnd.unprocessed("refused the request (HTTP %d)".formatted(status), null);
        }
        return SessionEnd.of(switch (status) {
            case 401, 403 -> "refused the credentials (HTTP %d)".formatted(status);
            case 404 -> "was not found at its address (HTTP 404)";
            case 429 -> "has too many requests just now (HTTP 429)";
            default -> status < 400 ? "answered with a redirect (HTTP %d); register the address it leads to".formatted(status)
                    : "answered HTTP %d".formatted(status);
        });
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler,
            HttpResponse.PushPromiseHandler<T> pushed) {
        return sendAsync(request, handler);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        throw new UnsupportedOperationException("the transports send asynchronously");
    }

    /** What the transports' builders want: it builds this client, whatever it is told. */
    HttpClient.Builder asBuilder() {
        return (HttpClient.Builder) java.lang.reflect.Proxy.newProxyInstance(ServiceHttp.class.getClassLoader(),
                new Class<?>[] {HttpClient.Builder.class},
                (proxy, method, arguments) -> method.getName().equals("build") ? this : proxy);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return http.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return http.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return http.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return http.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return http.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return http.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return http.authenticator();
    }

    @Override
    public Version version() {
        return http.version();
    }

    @Override
    public Optional<Executor> executor() {
        return http.executor();
    }
}
