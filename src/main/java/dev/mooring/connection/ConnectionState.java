package dev.mooring.connection;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * The value of {@code mcp:connection:{serverId}}, as operators' scripts read it; the field names are fixed.
 *
 * @param webSocketEndpoint the address with its query string masked
 * @param lastError what went wrong last, without secrets; null after a success
 */
public record ConnectionState(
        @JsonProperty("ServerId") String serverId,
        @JsonProperty("InstanceId") String instanceId,
        @JsonProperty("Status") Status status,
        @JsonProperty("LastConnectedTime") Instant lastConnectedTime,
        @JsonProperty("LastDisconnectedTime") Instant lastDisconnectedTime,
        @JsonProperty("LastHeartbeat") Instant lastHeartbeat,
        @JsonProperty("ReconnectAttempts") int reconnectAttempts,
        @JsonProperty("ServerName") String serverName,
        @JsonProperty("WebSocketEndpoint") String webSocketEndpoint,
        @JsonProperty("LastError") String lastError) {

    /** The four states a connection can be in. */
    public enum Status { Connecting, Connected, Disconnected, Failed }
}
