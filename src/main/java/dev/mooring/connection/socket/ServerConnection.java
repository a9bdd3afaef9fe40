package dev.mooring.connection.socket;

import dev.mooring.connection.ConnectionLog;
import dev.mooring.connection.ConnectionProperties;
import dev.mooring.connection.ConnectionState;
import dev.mooring.connection.ConnectionState.Status;
import dev.mooring.connection.ReconnectReason;
import dev.mooring.ownership.Grant;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEvent;

/**
 * Keeps one owned server connected: one attempt at a time, each with a generation number; what an older generation
 * brings is closed unused. Ends for good with {@link #close} or {@link #closeHard}. No method blocks.
 */
final class ServerConnection {
    private final Grant grant;
    private final FrameSink sink;
    private final Surroundings around;
    private final ConnectionProperties properties;
    private final int maxFailures;
    private final Backoff backoff;
    private final StateRecord state;

    private long generation;
    private boolean ended;
    private int failures;
    private boolean wasConnected;
    private boolean verified;
    private String lastAddress;
    private Dialer.Attempt attempt;
    private Session session;
    private SessionWatch watch;
    private Timers.Timer next;

    ServerConnection(Grant grant, FrameSink sink, Surroundings around, Duration reconnectInterval, int maxFailures) {
        this.grant = grant;
        this.sink = sink;
        this.around = around;
        this.properties = around.properties();
        this.maxFailures = maxFailures;
        this.backoff = new Backoff(reconnectInterval, properties.maxReconnectInterval(), around.random());
        this.state = new StateRecord(grant, around);
        this.verified = !grant.afterFault();
    }

    Grant grant() {
        return grant;
    }

    synchronized void start(Duration delay) {
        connectAfter(delay);
    }

    /** Closes gracefully and connects again; the address is read anew. */
    synchronized void reconnect(ReconnectReason reason, String why) {
        if (ended) {
            return;
        }
        around.listener().reconnecting(grant, reason, session != null);
        ConnectionLog.info(grant, "reconnecting: " + why);
        abandonAttempt();
        failures = 0;
        Session old = session;
        session = null;
        long mine = ++generation;
        if (old == null) {
            connectAfter(Duration.ZERO);
            return;
        }
        watch.stop();
        state.disconnected(Status.Disconnected, null, failures);
        old.close(around.timers(), properties.drainTimeout(), properties.closeTimeout()).thenRun(() -> {
            synchronized (this) {
                if (mine == generation) {
                    connectAfter(properties.cleanCloseDelay());
                }
            }
        });
    }

    /** Ends gracefully, without a word about it in Redis. Completes when the TCP connection is closed. */
    synchronized CompletableFuture<Void> close() {
        Session old = end();
        return old == null ? CompletableFuture.completedFuture(null)
                : old.close(around.timers(), properties.drainTimeout(), properties.closeTimeout());
    }

    /** Ends at once; nothing is written to the socket or to Redis. */
    synchronized void closeHard() {
        Session old = end();
        if (old != null) {
            old.closeHard();
        }
    }

    /** Tells Redis that the connection is over, and why; null if only its owner is about to change. */
    synchronized CompletableFuture<Void> tellDisconnected(String why) {
        return state.disconnected(Status.Disconnected, why, failures);
    }

    /** The state as of now, with a fresh LastHeartbeat if it is connected. */
    synchronized void heartbeat() {
        if (!ended) {
            state.heartbeat();
        }
    }

    /** Writes one frame on the socket that is open now, or nowhere. */
    boolean send(String frame) {
        Session now;
        synchronized (this) {
            now = session;
        }
        return now != null && now.send(frame);
    }

    synchronized Status status() {
        return state.status();
    }

    synchronized boolean isConnected() {
        return session != null;
    }

    private Session end() {
        ended = true;
        generation++;
        abandonAttempt();
        if (watch != null) {
            watch.stop();
        }
        Session old = session;
        session = null;
        return old;
    }

    private void abandonAttempt() {
        if (next != null) {
            next.cancel();
            next = null;
        }
        if (attempt != null) {
            attempt.abort();
            attempt = null;
        }
    }

    private void connectAfter(Duration delay) {
        if (ended) {
            return;
        }
        abandonAttempt();
        long mine = ++generation;
        if (delay.isZero()) {
            around.workers().execute(() -> connect(mine));
        } else {
            next = around.timers().after(delay, () -> around.workers().execute(() -> connect(mine)));
        }
    }

    /** On a worker, because the look-up of the address may wait for PostgreSQL. */
    private void connect(long mine) {
        synchronized (this) {
            if (mine != generation || !grant.gate().isOpen()) {
                return;
            }
            state.connecting(failures);
        }
        String found;
        try {
            found = findAddress();
        } catch (RuntimeException e) {
            // its message is not ours to show: it may quote the address
            failed(mine, Failure.of(ReconnectReason.ADDRESS,
                    "the server's address can't be read (" + e.getClass().getSimpleName() + ")"));
            return;
        }
        EndpointAddress address;
        try {
            address = EndpointAddress.parse(found);
        } catch (IllegalArgumentException e) {
            failed(mine, Failure.of(ReconnectReason.ADDRESS, e.getMessage()));
            return;
        }
        synchronized (this) {
            if (mine == generation && grant.gate().isOpen()) {
                state.endpoint(address.masked());
                attempt = around.dialer().dial(address, grant.gate(), new Generation(mine));
            }
        }
    }

    /** An empty string, which is no address, when the server is gone or disabled. */
    private String findAddress() {
        try {
            lastAddress = around.addresses().find(grant.serverId()).orElse("");
        } catch (RuntimeException e) {
            // PostgreSQL is down: what is owned stays connected, so the address of the last attempt serves
            if (lastAddress == null) {
                throw e;
            }
        }
        return lastAddress;
    }

    private synchronized void failed(long mine, Failure failure) {
        if (mine != generation) {
            return;
        }
        around.listener().reconnecting(grant, failure.reason(), false);
        attempt = null;
        session = null;
        if (sink.wantsEvents()) {
            around.workers().execute(
                    () -> sink.event(grant, VertxWebsocketEvent.ERROR, failure.message(), () -> { }));
        }
        again(failure);
    }

    private void again(Failure failure) {
        failures++;
        boolean resting = failure.tokenRefused() || failures >= maxFailures;
        state.disconnected(resting ? Status.Failed : Status.Disconnected, failure.message(), failures);
        Duration delay = resting ? around.monitor().reconnectCooldown() : backoff.after(failures);
        if (failure.clean() && delay.compareTo(properties.cleanCloseDelay()) < 0) {
            delay = properties.cleanCloseDelay();
        }
        ConnectionLog.info(grant, "reconnect attempt " + failures + " in " + delay.toMillis() + " ms: "
                + failure.message());
        connectAfter(delay);
        if (resting && !failure.tokenRefused()) {
            around.workers().execute(() -> around.giveUp().accept(grant.serverId()));
        }
    }

    private void opened(long mine, Dialer.Socket socket) {
        synchronized (this) {
            if (mine != generation || !grant.gate().isOpen()) {
                socket.closeHard();
                return;
            }
            attempt = null;
            session = new Session(grant, socket, sink, around);
            state.connected(failures);
            watch = new SessionWatch(session, around, !verified, () -> stale(mine), () -> verify(mine));
            session.event(VertxWebsocketEvent.OPEN, null);
            around.listener().opened(grant);
        }
        ConnectionLog.info(grant, wasConnected ? "reconnected" : "connection registered");
        wasConnected = true;
    }

    private synchronized void closed(long mine, Failure failure) {
        if (mine != generation || session == null) {
            return;
        }
        ConnectionLog.info(grant, "connection closed: " + failure.message());
        session.event(VertxWebsocketEvent.CLOSE, failure.message());
        Session old = session;
        session = null;
        watch.stop();
        if (watch.openFor().compareTo(properties.stableAfter()) >= 0) {
            failures = 0;
        }
        if (!old.gateOpen()) {
            return;
        }
        around.listener().reconnecting(grant, failure.reason(), true);
        again(failure);
    }

    private synchronized void stale(long mine) {
        if (mine == generation && session != null) {
            ConnectionLog.warn(grant, "stale connection detected: no sign of life for "
                    + properties.staleAfter().toSeconds() + " s");
            Session old = session;
            closed(mine, Failure.of(ReconnectReason.STALE, "no sign of life for " + properties.staleAfter().toSeconds() + " s"));
            old.closeHard();
        }
    }

    private synchronized void verify(long mine) {
        if (mine == generation && session != null && !verified) {
            verified = true;
            reconnect(ReconnectReason.VERIFICATION,
                    "no message since the takeover; the endpoint may have unregistered this socket with the old one");
        }
    }

    /** What one attempt and its socket report; everything is checked against the current generation. */
    private final class Generation implements Dialer.Listener {
        private final long mine;

        Generation(long mine) {
            this.mine = mine;
        }

        @Override
        public void opened(Dialer.Socket socket) {
            ServerConnection.this.opened(mine, socket);
        }

        @Override
        public void failed(Failure failure) {
            ServerConnection.this.failed(mine, failure);
        }

        @Override
        public void text(String frame) {
            synchronized (ServerConnection.this) {
                if (mine == generation && session != null) {
                    verified = true;
                    watch.life();
                    session.text(frame);
                }
            }
        }

        @Override
        public void binary() {
            synchronized (ServerConnection.this) {
                if (mine == generation && session != null) {
                    session.binary();
                }
            }
        }

        @Override
        public void life() {
            synchronized (ServerConnection.this) {
                if (mine == generation && session != null) {
                    watch.life();
                }
            }
        }

        @Override
        public void closed(Failure failure) {
            ServerConnection.this.closed(mine, failure);
        }
    }
}
