package dev.mooring.mcp.content;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Where a list that goes from service to service stopped.
 *
 * @param bindingId whose service comes next
 * @param cursor the one that the service gave; null to begin with it
 */
record Pages(long bindingId, String cursor) {

    String write() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(
                (bindingId + (cursor == null ? "" : ":" + cursor)).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException when it is none of ours */
    static Pages read(String text) {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        int colon = plain.indexOf(':');
        return new Pages(Long.parseLong(colon < 0 ? plain : plain.substring(0, colon)),
                colon < 0 ? null : plain.substring(colon + 1));
    }

    /** The objects in a list of a result; what is none is left out. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> items(Map<String, Object> page, String key) {
        List<Map<String, Object>> items = new ArrayList<>();
        if (page.get(key) instanceof List<?> list) {
            list.forEach(item -> {
                if (item instanceof Map<?, ?> object) {
                    items.add((Map<String, Object>) object);
                }
            });
        }
        return items;
    }
}
