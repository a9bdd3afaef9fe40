package dev.mooring.connection;

import java.util.Optional;

/** Where a server is, looked up anew for each attempt to connect, because the address holds a secret. */
public interface ServerAddresses {

    /** The address as it was registered, byte for byte; empty when the server is gone or disabled. */
    Optional<String> find(long serverId);
}
