package dev.mooring.connection;

import dev.mooring.connection.socket.OwnedServers;

/** The bean {@code connectionHeartbeat} of routes/heartbeat.camel.yaml. */
public final class Heartbeat {
    private final OwnedServers servers;

    Heartbeat(OwnedServers servers) {
        this.servers = servers;
    }

    /** Hands the full states of all connections of this instance to the writer, which sends them in one pipeline. */
    public void beat() {
        servers.heartbeat();
    }
}
