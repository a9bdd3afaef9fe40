package dev.mooring.mcp.backend;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tool as its backend describes it.
 *
 * @param inputSchema the JSON Schema of its arguments, as it came
 * @param definition the whole entry as it came: what is in the other components, and title, annotations, outputSchema,
 *     icons, {@code _meta} and whatever else there is
 */
public record BackendTool(String name, String description, Map<String, Object> inputSchema,
        Map<String, Object> definition) {

    /** A tool of which no more is known. */
    public BackendTool(String name, String description, Map<String, Object> inputSchema) {
        this(name, description, inputSchema, definition(name, description, inputSchema));
    }

    private static Map<String, Object> definition(String name, String description, Map<String, Object> inputSchema) {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("name", name);
        if (description != null) {
            definition.put("description", description);
        }
        definition.put("inputSchema", inputSchema);
        return definition;
    }
}
