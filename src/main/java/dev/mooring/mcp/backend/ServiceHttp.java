package dev.mooring.mcp.backend;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The HTTP client that the SDK's transports use for one service: the instance's client, with the service's headers and
 * credentials added to each request, and with an end in our words for each answer that is none. A 401 to an OAuth2 token
 * is answered with one more attempt under a new token.
 */
final class ServiceHttp extends HttpClient {

    private static final String SESSION_HEADER = "mcp-session-id";
    private static final String CALL_HEADER = "x-mooring-call";

    private final HttpClient http;
    private final Map<String, String> headers;
    private final AccessTokens tokens;
    private final McpJsonMapper mapper;
    private final SessionLink link;
    private final boolean oneStream;

    /**
     * @param tokens null when there are none
     * @param link told of what the transport does not tell: that a request failed in the midst of its answer, or the end of
     *     the session's stream
     * @param oneStream whether the session is the answer to its only GET, and each POST belongs to it, as with the SSE
     *     transport
     */
    ServiceHttp(McpService service, Surroundings around, AccessTokens tokens, SessionLink link, boolean oneStream) {
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
        this.tokens = tokens;
        this.mapper = around.messages();
        this.link = link;
        this.oneStream = oneStream;
    }

    /** Writes into a request whose call it carries, which goes no further than here. */
    static void nameCall(HttpRequest.Builder request, String method, URI address, String body, McpTransportContext context) {
        if (context.get(BackendSession.CALL) instanceof String id) {
            request.setHeader(CALL_HEADER, id);
        }
        trace(request, method, address, body, context);
    }

    /** Tells the backend which trace a request is part of. */
    static void trace(HttpRequest.Builder request, String method, URI address, String body, McpTransportContext context) {
        if (context.get(BackendSession.TRACE) instanceof String traceparent) {
            request.setHeader("traceparent", traceparent);
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        CompletableFuture<HttpResponse<T>> answer = tokens == null ? attempt(request, handler, null, false)
                : tokens.get().thenCompose(token -> attempt(request, handler, token, true));
        if (oneStream && request.method().equals("GET")) {
            answer.whenComplete((response, failure) -> link.broken(
                    failure == null ? SessionEnd.of("ended the session") : failure));
        }
        request.headers().firstValue(CALL_HEADER).ifPresent(call -> answer.whenComplete((response, failure) -> {
            if (failure != null) {
                link.failed(call, failure);
            }
        }));
        return answer;
    }

    private <T> CompletableFuture<HttpResponse<T>> attempt(HttpRequest request, HttpResponse.BodyHandler<T> handler,
            String token, boolean again) {
        HttpRequest.Builder whole = HttpRequest.newBuilder(request, (name, value) -> !name.equalsIgnoreCase(CALL_HEADER));
        headers.forEach(whole::setHeader);
        if (token != null) {
            whole.setHeader("Authorization", "Bearer " + token);
        }
        HttpResponse.BodyHandler<T> checked = info -> refusal(request, info.statusCode()) == null
                ? LongMessages.outOf(info, handler.apply(info), mapper, link::message)
                : HttpResponse.BodySubscribers.replacing(null);
        return http.sendAsync(whole.build(), checked).thenCompose(response -> {
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
                && (oneStream || request.headers().firstValue(SESSION_HEADER).isPresent())) {
            // 404 is the specification's answer to an unknown session, 400 that of several servers
            return SessionEnd.unprocessed("refused the request (HTTP %d)".formatted(status), null);
        }
        return SessionEnd.of(switch (status) {
            case 401, 403 -> "refused the credentials (HTTP %d)".formatted(status);
            case 404 -> "was not found at its address (HTTP 404)";
            case 429 -> "has too many requests just now (HTTP 429)";
            default -> (status < 400 ? "answered with a redirect (HTTP %d); register the address it leads to"
                    : "answered HTTP %d").formatted(status);
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
