package dev.mooring.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an import file says, in the words of the REST API. Fields of other clients that mean nothing here are told as ignored. */
final class ImportFile {

    private static final Set<String> KNOWN = Set.of("type", "transport", "url", "headers", "command", "args", "env", "mooring");

    private final JsonNode root;
    private final List<String> ignored = new ArrayList<>();

    ImportFile(JsonNode root) {
        this.root = root;
        root.fieldNames().forEachRemaining(name -> {
            if (!name.equals("mcpServers") && !name.equals("mooring")) {
                ignored.add(name);
            }
        });
    }

    List<String> ignored() {
        return List.copyOf(ignored);
    }

    /** Bodies of services by their names. */
    Map<String, JsonNode> services() {
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> it = root.path("mcpServers").fields(); it.hasNext();) {
            Map.Entry<String, JsonNode> entry = it.next();
            bodies.put(entry.getKey(), entry.getValue().isObject() ? service(entry.getKey(), entry.getValue()) : entry.getValue());
        }
        return bodies;
    }

    private ObjectNode service(String name, JsonNode entry) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", name);
        String type = entry.path("type").asText(entry.path("transport").asText(entry.has("command") ? "stdio" : "http"));
        body.put("kind", switch (type.toLowerCase(java.util.Locale.ROOT)) {
            case "http", "streamable-http", "streamablehttp", "streamable_http" -> "STREAMABLE_HTTP";
            case "sse" -> "SSE";
            case "stdio" -> "STDIO";
            default -> type;
        });
        copy(entry, "url", body, "url");
        copy(entry, "headers", body, "headers");
        copy(entry, "command", body, "command");
        copy(entry, "args", body, "arguments");
        copy(entry, "env", body, "environment");
        entry.path("mooring").fields().forEachRemaining(field -> body.set(field.getKey(), field.getValue()));
        entry.fieldNames().forEachRemaining(field -> {
            if (!KNOWN.contains(field)) {
                ignored.add("mcpServers." + name + "." + field);
            }
        });
        return body;
    }

    private static void copy(JsonNode from, String name, ObjectNode to, String as) {
        if (from.hasNonNull(name)) {
            to.set(as, from.get(name));
        }
    }

    JsonNode servers() {
        return root.path("mooring").path("servers");
    }

    /** A value that an export has masked: what there is stays. */
    static void dropMasked(ObjectNode body, String field) {
        if (body.path(field).asText().endsWith("?" + ConfigurationExport.MASK)) {
            body.remove(field);
        }
    }
}
