package dev.mooring.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Guesses arguments that make sense from a tool's input schema: a default, an example, an enum, a telling name. */
final class SampleArguments {

    private static final Map<String, String> BY_NAME = Map.of(
            "zone", "Asia/Shanghai",
            "expression", "(17 + 4) * 2",
            "formula", "(17 + 4) * 2",
            "city", "Shanghai",
            "location", "Shanghai",
            "language", "en",
            "query", "hello",
            "text", "hello",
            "message", "hello");
    private static final int HIGHEST_NUMBER = 100;

    private SampleArguments() {
    }

    /** Arguments for all required parameters; empty when one of them cannot be guessed: then better not call it. */
    static Optional<ObjectNode> forTool(JsonNode tool) {
        JsonNode schema = tool.path("inputSchema");
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        for (JsonNode required : schema.path("required")) {
            Optional<JsonNode> value = value(required.asText(), schema.path("properties").path(required.asText()));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            arguments.set(required.asText(), value.get());
        }
        return Optional.of(arguments);
    }

    private static Optional<JsonNode> value(String name, JsonNode property) {
        for (JsonNode candidate : new JsonNode[] {property.path("default"), property.path("examples").path(0),
                property.path("enum").path(0)}) {
            if (!candidate.isMissingNode()) {
                return Optional.of(candidate);
            }
        }
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (property.path("type").asText("string")) {
            case "integer", "number" -> Optional.of(json.numberNode(
                    ThreadLocalRandom.current().nextInt(1, HIGHEST_NUMBER)));
            case "boolean" -> Optional.of(json.booleanNode(true));
            case "string" -> BY_NAME.entrySet().stream()
                    .filter(entry -> name.toLowerCase(Locale.ROOT).contains(entry.getKey()))
                    .findFirst().map(entry -> json.textNode(entry.getValue()));
            default -> Optional.empty();
        };
    }
}
