package dev.mooring.mcp.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes results fit callers that can't take all of MCP: joins texts into one, and shortens what is too large. A shortened
 * result keeps its texts as far as they fit, and images and the like that fit whole; structured content and {@code _meta}
 * go. Its last text says what happened. Sizes are bytes of the result as JSON.
 */
final class ResultFit {

    /** Room for the sentence about what is missing. */
    private static final int NOTE = 160;
    private final ObjectMapper mapper;

    ResultFit(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** @param limit 0 for none; below 512 it counts as 512 */
    Map<?, ?> fit(Map<?, ?> result, boolean join, int limit) {
        Map<?, ?> joined = join ? joined(result) : result;
        if (limit <= 0) {
            return joined;
        }
        int size = size(joined);
        return size <= limit ? joined : shortened(joined, size, Math.max(limit, ProtocolProperties.LEAST_RESULT), join);
    }

    private static Map<?, ?> joined(Map<?, ?> result) {
        List<?> content = content(result);
        List<String> texts = content.stream().filter(ResultFit::isText).map(ResultFit::text).toList();
        if (texts.size() < 2) {
            return result;
        }
        List<Object> items = new ArrayList<>();
        items.add(text(String.join("\n", texts)));
        content.stream().filter(item -> !isText(item)).forEach(items::add);
        Map<Object, Object> joined = new LinkedHashMap<>(result);
        joined.put("content", items);
        return joined;
    }

    private Map<?, ?> shortened(Map<?, ?> result, int size, int limit, boolean join) {
        Map<String, Object> small = new LinkedHashMap<>();
        List<Object> items = new ArrayList<>();
        small.put("content", items);
        if (result.get("isError") != null) {
            small.put("isError", result.get("isError"));
        }
        int room = limit - size(small) - NOTE;
        int missing = result.containsKey("structuredContent") ? 1 : 0;
        StringBuilder last = new StringBuilder();
        for (Object item : content(result)) {
            int needs = size(item) + 1;
            if (needs <= room) {
                items.add(item);
                room -= needs;
            } else if (isText(item) && last.isEmpty()) {
                last.append(cut(text(item), room - size(text("")) - 1));
                room = 0;
            } else {
                missing++;
            }
        }
        note(items, last, "[shortened by Mooring: the result had %d bytes, %d are allowed%s]".formatted(size, limit,
                missing == 0 ? "" : "; " + missing + " further part(s) left out"), join);
        return small;
    }

    private static void note(List<Object> items, StringBuilder last, String note, boolean join) {
        if (!last.isEmpty()) {
            items.add(text(last.append("… ").append(note).toString()));
        } else if (join && !items.isEmpty() && isText(items.get(0))) {
            items.set(0, text(text(items.get(0)) + "\n" + note));
        } else {
            items.add(text(note));
        }
    }

    /** As much of the text as needs no more bytes between the quotes of a JSON string; no character is cut in two. */
    private String cut(String text, int bytes) {
        int fits = 0;
        int most = text.length();
        while (fits < most) {
            int middle = (fits + most + 1) / 2;
            if (size(text.substring(0, middle)) - 2 <= bytes) {
                fits = middle;
            } else {
                most = middle - 1;
            }
        }
        return text.substring(0, fits > 0 && Character.isHighSurrogate(text.charAt(fits - 1)) ? fits - 1 : fits);
    }

    private int size(Object value) {
        try {
            return mapper.writeValueAsBytes(value).length;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The tool's answer cannot be written as JSON", e);
        }
    }

    private static List<?> content(Map<?, ?> result) {
        return result.get("content") instanceof List<?> list ? list : List.of();
    }

    private static boolean isText(Object item) {
        return item instanceof Map<?, ?> map && "text".equals(map.get("type")) && map.get("text") instanceof String;
    }

    private static String text(Object item) {
        return (String) ((Map<?, ?>) item).get("text");
    }

    private static Map<String, Object> text(String text) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("type", "text");
        item.put("text", text);
        return item;
    }
}
