package dev.mooring.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.stream.Collectors;

/** Says in a caller's words what Jackson did not like: Jackson's own messages name classes and quote the input. */
public final class JsonErrors {

    private JsonErrors() {
    }

    /** The 400 that names the field, where there is one, and what it must be. */
    public static ApiException explain(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream().map(Object::toString).sorted()
                    .collect(Collectors.joining(", "));
            return ApiException.field(path(unknown), "is not a known field; known are " + known);
        }
        if (e instanceof MismatchedInputException mismatch) {
            if (mismatch.getPath().isEmpty()) {
                return mismatch.getMessage().startsWith("No content")
                        ? ApiException.of(400, "The request has no body; send JSON.")
                        : mismatch.getMessage().startsWith("Trailing token")
                        ? ApiException.of(400, "Malformed JSON: something follows the end of the value.")
                        : ApiException.of(400, "The body must be " + json(mismatch.getTargetType()) + ".");
            }
            return ApiException.field(path(mismatch), "must be " + json(mismatch.getTargetType()));
        }
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        if (e instanceof JsonParseException && String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")) {
            return ApiException.of(400, "Malformed JSON: a field stands there twice" + where + ".");
        }
        return ApiException.of(400, "Malformed JSON" + where + ".");
    }

    private static String json(Class<?> target) {
        if (target == null) {
            return "of another type";
        }
        if (target == String.class) {
            return "a string";
        }
        if (target == Boolean.class || target == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(target) || target.isPrimitive()) {
            return "a whole number";
        }
        return Collection.class.isAssignableFrom(target) ? "a JSON array" : "a JSON object";
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getIndex() >= 0) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }
}
