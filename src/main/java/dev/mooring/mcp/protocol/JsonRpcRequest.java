package dev.mooring.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A request that wants an answer.
 *
 * @param id a string or a number, which goes back exactly as it came
 * @param params empty when there were none
 */
record JsonRpcRequest(JsonNode id, String method, Map<String, Object> params) {
}
