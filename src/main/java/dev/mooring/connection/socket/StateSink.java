package dev.mooring.connection.socket;

import dev.mooring.connection.ConnectionState;
import dev.mooring.ownership.Grant;
import java.util.concurrent.CompletableFuture;

/** Where transitions are made known. Nothing blocks; for one server, the last call wins. */
public interface StateSink {

    /** Written if the gate is open then. The result completes when it is written, or has failed, or was passed over. */
    CompletableFuture<Void> put(Grant grant, ConnectionState state);

    /** Removes the state, if the gate is open then. */
    CompletableFuture<Void> remove(Grant grant);
}
