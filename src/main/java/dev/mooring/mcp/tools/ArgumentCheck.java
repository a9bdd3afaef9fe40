package dev.mooring.mcp.tools;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks a call's arguments against the tool's input schema as far as helps a model to correct itself: required
 * parameters, basic types and enumerations of the top level. The rest is the backend's to check.
 */
public final class ArgumentCheck {

    private ArgumentCheck() {
    }

    /** A sentence that names the parameter and what is wrong with it; empty when nothing is. */
    public static Optional<String> complaint(Map<String, Object> schema, Map<String, Object> arguments) {
        if (schema.get("required") instanceof Collection<?> required) {
            for (Object name : required) {
                if (name instanceof String text && !arguments.containsKey(text)) {
                    return Optional.of("The required parameter '%s' is missing".formatted(text));
                }
            }
        }
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            for (Map.Entry<String, Object> argument : arguments.entrySet()) {
                if (properties.get(argument.getKey()) instanceof Map<?, ?> property) {
                    String complaint = complaint(argument.getKey(), property, argument.getValue());
                    if (complaint != null) {
                        return Optional.of(complaint);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static String complaint(String name, Map<?, ?> property, Object value) {
        Collection<?> types = property.get("type") instanceof Collection<?> several ? several
                : property.get("type") == null ? List.of() : List.of(property.get("type"));
        if (!types.isEmpty() && types.stream().noneMatch(type -> is(type, value))) {
            return "The parameter '%s' must be of type %s, not %s".formatted(name,
                    String.join(" or ", types.stream().map(String::valueOf).toList()), typeOf(value));
        }
        if (property.get("enum") instanceof Collection<?> allowed
                && allowed.stream().noneMatch(one -> Objects.equals(plain(one), plain(value)))) {
            return "The parameter '%s' must be one of %s".formatted(name, allowed);
        }
        return null;
    }

    private static boolean is(Object type, Object value) {
        return switch (String.valueOf(type)) {
            case "integer" -> value instanceof Number number && whole(number);
            case "number" -> value instanceof Number;
            case "string", "boolean", "object", "array", "null" -> type.equals(typeOf(value));
            default -> true;
        };
    }

    private static boolean whole(Number number) {
        if (number instanceof Integer || number instanceof Long || number instanceof BigInteger) {
            return true;
        }
        // by the digits and not by a conversion: 1e999999999 must not be written out
        BigDecimal decimal = number instanceof BigDecimal exact ? exact : BigDecimal.valueOf(number.doubleValue());
        return decimal.signum() == 0 || decimal.stripTrailingZeros().scale() <= 0;
    }

    /** Numbers of different classes compare by value. */
    private static Object plain(Object value) {
        return value instanceof Number number ? new BigDecimal(number.toString()).stripTrailingZeros() : value;
    }

    private static String typeOf(Object value) {
        if (value == null) {
            return "null";
        }
        return value instanceof String ? "string" : value instanceof Boolean ? "boolean" : value instanceof Number ? "number"
                : value instanceof Map<?, ?> ? "object" : "array";
    }
}
