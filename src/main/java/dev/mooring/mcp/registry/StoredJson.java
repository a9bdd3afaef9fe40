package dev.mooring.mcp.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.backend.Authentication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns of {@code mcp_service} that hold JSON. Null stands for nothing. */
final class StoredJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StoredJson() {
    }

    static String write(Object value) {
        try {
            return value == null || value instanceof Map<?, ?> map && map.isEmpty()
                    || value instanceof List<?> list && list.isEmpty() ? null : JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    static Map<String, String> texts(String json) {
        return json == null ? Map.of() : read(json, new TypeReference<LinkedHashMap<String, String>>() { });
    }

    static List<String> list(String json) {
        return json == null ? List.of() : read(json, new TypeReference<List<String>>() { });
    }

    static Authentication authentication(String json) {
        return json == null ? Authentication.NONE : read(json, new TypeReference<Authentication>() { });
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("mcp_service holds JSON that is not as it was written"); // no cause: it quotes
        }
    }
}
