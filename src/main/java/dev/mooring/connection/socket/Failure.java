package dev.mooring.connection.socket;

import dev.mooring.connection.ReconnectReason;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.vertx.core.http.UpgradeRejectedException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Why a connection did not come about or ended. Messages of Vert.x and Netty may hold the address, so none of them is
 * used: each failure is told in a sentence of our own.
 *
 * @param clean whether the endpoint closed with code 1000
 */
public record Failure(String message, ReconnectReason reason, boolean clean) {

    /** A failure of our own finding. */
    public static Failure of(ReconnectReason reason, String message) {
        return new Failure(message, reason, false);
    }

    /** Whether trying again soon is pointless. */
    public boolean tokenRefused() {
        return reason == ReconnectReason.TOKEN_REFUSED;
    }

    static Failure of(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof UpgradeRejectedException rejected) {
                int status = rejected.getStatus();
                return status == 401 || status == 403
                        ? refused("HTTP " + status)
                        : of(ReconnectReason.HANDSHAKE, "the endpoint answered HTTP " + status + " instead of opening a WebSocket");
            }
            if (t instanceof UnknownHostException) {
                return of(ReconnectReason.UNREACHABLE, "the endpoint's host name is unknown");
            }
            if (t instanceof ConnectTimeoutException || t instanceof TimeoutException
                    || t instanceof SslHandshakeTimeoutException) {
                return of(ReconnectReason.TIMEOUT, "the endpoint did not answer in time");
            }
            // Vert.x wraps what happens during TLS, also that time ran out, which the cause tells then
            if (t instanceof SSLException && !(t.getCause() instanceof SslHandshakeTimeoutException)) {
                return of(ReconnectReason.TLS, "TLS with the endpoint failed; does it speak TLS, and is its certificate "
                        + "trusted, not expired and made out for this host?");
            }
            if (t instanceof ConnectException) {
                return of(ReconnectReason.UNREACHABLE, "the endpoint refused the TCP connection");
            }
        }
        return of(ReconnectReason.HANDSHAKE, "the WebSocket handshake failed (" + cause.getClass().getSimpleName() + ")");
    }

    /** What a close code means; null: the TCP connection ended without a close frame. */
    static Failure ofClose(Short code) {
        if (code == null || code == 1006) {
            return of(ReconnectReason.LOST, "the connection was lost");
        }
        return switch (code) {
            case 1008, 4001, 4004 -> refused("close " + code);
            case 1000 -> new Failure("the endpoint closed the connection (close 1000)", ReconnectReason.CLOSED, true);
            default -> of(ReconnectReason.CLOSED, "the endpoint closed the connection (close " + code + ")");
        };
    }

    private static Failure refused(String how) {
        return new Failure("the endpoint refused the token (" + how
                + "); register the address anew with a valid token", ReconnectReason.TOKEN_REFUSED, false);
    }
}
