package dev.mooring.connection.socket;

import dev.mooring.connection.ConnectionProperties;
import dev.mooring.ownership.FrameGate;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The one Vert.x and WebSocket client of this instance. */
public final class SocketClient implements Dialer, AutoCloseable {
    private final ConnectionProperties properties;
    private final ChannelTap tap = new ChannelTap();
    private final VertxInternal vertx;
    private final WebSocketClient client;
    private final DialLimit limit;

    /** @throws IllegalArgumentException when the trust certificate can't be read */
    public SocketClient(ConnectionProperties properties) {
        this.properties = properties;
        this.limit = new DialLimit(properties.maxHandshakes());
        WebSocketClientOptions options = options(properties);
        this.vertx = (VertxInternal) new VertxBuilder(new VertxOptions().setFileSystemOptions(
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)))
                .findTransport(tap).init().vertx();
        this.client = vertx.createWebSocketClient(options);
    }

    private static WebSocketClientOptions options(ConnectionProperties properties) {
        WebSocketClientOptions options = new WebSocketClientOptions()
                .setMaxConnections(properties.maxConnections())
                .setMaxFrameSize(properties.maxFrameSize())
                .setMaxMessageSize(properties.maxFrameSize())
                .setConnectTimeout((int) properties.connectTimeout().toMillis())
                .setClosingTimeout(0); // the answer to our close frame ends the connection; the caller's timer is the bound
        options.setTcpKeepAlive(true).setTcpNoDelay(true)
                .setSslHandshakeTimeout(properties.handshakeTimeout().toMillis()).setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (!properties.trustCertificate().isEmpty()) {
            if (!Files.isReadable(Path.of(properties.trustCertificate()))) {
                throw new IllegalArgumentException("mooring.connection.trust-certificate is "
                        + properties.trustCertificate() + ", but that file can't be read");
            }
            options.setTrustOptions(new PemTrustOptions().addCertPath(properties.trustCertificate()));
        }
        return options;
    }

    @Override
    public Attempt dial(EndpointAddress address, FrameGate gate, Listener listener) {
        VertxAttempt attempt = new VertxAttempt(vertx.createEventLoopContext(), client, tap, properties, limit, gate,
                listener);
        attempt.start(address);
        return attempt;
    }

    @Override
    public void close() {
        vertx.close();
    }
}
