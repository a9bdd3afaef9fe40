package dev.mooring.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A request, which wants an answer, or a notification, which wants none.
 *
 * @param id a string or a number, which goes back exactly as it came; null for a notification
 * @param params empty when there were none
 */
record JsonRpcRequest(JsonNode id, String method, Map<String, Object> params) {

    boolean isNotification() {
        return id == null;
    }
}
