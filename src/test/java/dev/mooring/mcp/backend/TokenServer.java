package dev.mooring.mcp.backend;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An OAuth2 token address on a loopback port: gives out {@code access-1}, {@code access-2} and so on. */
final class TokenServer implements AutoCloseable {

    final List<String> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger given = new AtomicInteger();
    volatile int expiresIn = 3600;
    volatile boolean refusing;
    private final HttpServer server;

    TokenServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            requests.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            int number = given.incrementAndGet();
            byte[] answer = (refusing ? "{\"error\":\"invalid_grant\",\"error_description\":\"s3cret\"}"
                    : "{\"access_token\":\"access-%d\",\"token_type\":\"Bearer\",\"expires_in\":%d,\"refresh_token\":\"refresh-%d\"}"
                            .formatted(number, expiresIn, number)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(refusing ? 400 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
