package dev.mooring.events;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One server as it was last seen.
 *
 * @param userId whose it is
 * @param revision raised by whatever has its owner reconnect it
 * @param mark another one when name, address, description or enabled have changed; tells nothing of them
 * @param stoppedBy who stopped its route by hand; null for nobody
 * @param status of its connection, or {@code Stopped}; {@code Unknown} while Redis cannot be read
 * @param instanceId who has the connection; null for nobody
 */
record ServerPicture(long id, long userId, String name, boolean enabled, long revision, String mark, String stoppedBy,
                     String status, String instanceId, Instant connectedAt, String lastError) {

    static final String CONNECTED = "Connected";
    static final String UNKNOWN = "Unknown";

    boolean isConnected() {
        return CONNECTED.equals(status);
    }

    /** The same server with another connection. */
    ServerPicture with(String itsStatus, String itsInstance, Instant since, String error) {
        return new ServerPicture(id, userId, name, enabled, revision, mark, stoppedBy,
                stoppedBy == null ? itsStatus : "Stopped", itsInstance, since, error);
    }

    /** What a listener is shown. */
    Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("serverId", id);
        shown.put("name", name);
        shown.put("enabled", enabled);
        shown.put("status", status);
        shown.put("instanceId", instanceId);
        shown.put("lastConnectedTime", connectedAt == null ? null : connectedAt.toString());
        shown.put("lastError", lastError);
        if (stoppedBy != null) {
            shown.put("stoppedBy", stoppedBy);
        }
        return shown;
    }
}
