package dev.mooring.mcp.routetool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The parameters that an {@code ai-tool} endpoint declares: {@code parameter.NAME=TYPE}, and for each of them, if
 * wanted, {@code .description}, {@code .required=true} and {@code .enum=a,b,c}.
 */
final class ToolParameters {

    private static final String PREFIX = "parameter.";
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean");
    private static final Set<String> FACETS = Set.of("description", "required", "enum");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_-]{0,63}");

    private record Parameter(String type, String description, boolean required, List<String> allowed) {
    }

    private final Map<String, Parameter> parameters = new TreeMap<>();

    private ToolParameters() {
    }

    /**
     * Takes the parameters out of an endpoint's options.
     *
     * @throws IllegalArgumentException naming the option that is wrong and what it may be
     */
    static ToolParameters takeFrom(Map<String, Object> options) {
        Map<String, String> types = new TreeMap<>();
        Map<String, Map<String, String>> facets = new TreeMap<>();
        for (Iterator<Map.Entry<String, Object>> it = options.entrySet().iterator(); it.hasNext();) {
            Map.Entry<String, Object> option = it.next();
            if (!option.getKey().startsWith(PREFIX)) {
                continue;
            }
            String rest = option.getKey().substring(PREFIX.length());
            int dot = rest.indexOf('.');
            String name = dot < 0 ? rest : rest.substring(0, dot);
            checkName(name);
            String value = String.valueOf(option.getValue());
            if (dot < 0) {
                types.put(name, checkType(name, value));
            } else {
                String facet = rest.substring(dot + 1);
                if (!FACETS.contains(facet)) {
                    throw new IllegalArgumentException("Unknown option '%s'; a parameter has %s"
                            .formatted(option.getKey(), "description, required and enum"));
                }
                facets.computeIfAbsent(name, n -> new TreeMap<>()).put(facet, value);
            }
            it.remove();
        }
        facets.keySet().stream().filter(name -> !types.containsKey(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("Parameter '%s' has no type; add parameter.%s=string".formatted(name, name));
        });
        ToolParameters declared = new ToolParameters();
        types.forEach((name, type) -> {
            Map<String, String> own = facets.getOrDefault(name, Map.of());
            List<String> allowed = own.containsKey("enum")
                    ? Arrays.stream(own.get("enum").split(",")).map(String::trim).toList() : List.of();
            declared.parameters.put(name,
                    new Parameter(type, own.get("description"), Boolean.parseBoolean(own.get("required")), allowed));
        });
        return declared;
    }

    /** Arguments become headers, so a name must not be one that Camel or Mooring obeys. */
    private static void checkName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("camel") || lower.startsWith("mcp")) {
            throw new IllegalArgumentException(
                    "A parameter must not be named '%s': headers that begin with Camel or Mcp steer the route"
                            .formatted(name));
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no name for a parameter: letters, digits, _ and -, at most 64, no digit first".formatted(name));
        }
    }

    private static String checkType(String name, String type) {
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException("Parameter '%s' has the type '%s'; it may be string, integer, number or boolean"
                    .formatted(name, type));
        }
        return type;
    }

    Map<String, Object> inputSchema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        parameters.forEach((name, parameter) -> {
            Map<String, Object> property = new LinkedHashMap<>();
            property.put("type", parameter.type());
            if (parameter.description() != null) {
                property.put("description", parameter.description());
            }
            if (!parameter.allowed().isEmpty()) {
                property.put("enum", parameter.allowed().stream().map(text -> typed(parameter.type(), text)).toList());
            }
            properties.put(name, property);
            if (parameter.required()) {
                required.add(name);
            }
        });
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static Object typed(String type, String text) {
        return switch (type) {
            case "integer" -> Long.valueOf(text);
            case "number" -> new java.math.BigDecimal(text);
            case "boolean" -> Boolean.valueOf(text);
            default -> text;
        };
    }

    /** The declared ones of the arguments; what is absent or null stays absent. */
    Map<String, Object> declaredOf(Map<String, Object> arguments) {
        Map<String, Object> declared = new LinkedHashMap<>();
        parameters.keySet().forEach(name -> {
            Object value = arguments.get(name);
            if (value != null) {
                declared.put(name, value);
            }
        });
        return declared;
    }
}
