package dev.mooring.connection;

import dev.mooring.ownership.Grant;
import dev.mooring.ownership.ServerLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one format of the lines by which an operator follows a server's life: what happened, then
 * {@code server=7 name="Kitchen" instance=host:123:abc epoch=4}. Never takes an address.
 */
public final class ConnectionLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.mooring.connection");

    private ConnectionLog() {
    }

    /** Logs at INFO; {@code what} must not hold secrets. */
    public static void info(Grant grant, String what) {
        LOG.info("{} {}", what, ServerLine.of(grant));
    }

    /** Logs at WARN; {@code what} must not hold secrets. */
    public static void warn(Grant grant, String what) {
        LOG.warn("{} {}", what, ServerLine.of(grant));
    }
}
