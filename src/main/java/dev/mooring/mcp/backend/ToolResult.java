package dev.mooring.mcp.backend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes MCP tool results, in the shape they have on the wire. */
public final class ToolResult {

    private ToolResult() {
    }

    /** A text that answers the call. */
    public static Map<String, Object> text(String text) {
        return result(text, false);
    }

    /** The tool failed; the text tells a person, or a model, why. */
    public static Map<String, Object> error(String text) {
        return result(text, true);
    }

    private static Map<String, Object> result(String text, boolean error) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("content", List.of(Map.of("type", "text", "text", text)));
        result.put("isError", error);
        return result;
    }
}
