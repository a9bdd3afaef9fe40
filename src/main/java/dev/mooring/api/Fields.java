package dev.mooring.api;

import dev.mooring.api.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the fields of one request, so that the caller hears all of it at once. */
public final class Fields {

    private final String prefix;
    private final List<FieldError> errors = new ArrayList<>();

    private Fields(String prefix) {
        this.prefix = prefix;
    }

    /** The fields of the request's top-level object. */
    public static Fields check() {
        return new Fields("");
    }

    /** The fields of one element, e.g. {@code servers[3].}. */
    public static Fields checkAt(String prefix) {
        return new Fields(prefix);
    }

    /** Refuses a field. */
    public Fields refuse(String field, String reason) {
        errors.add(new FieldError(prefix + field, reason));
        return this;
    }

    /** Refuses the field when there is a reason to. */
    public Fields url(String field, String reason) {
        return reason == null ? this : refuse(field, reason);
    }

    /** A name: not blank, at most {@code max} characters, one line. */
    public Fields name(String field, String value, int max) {
        if (value == null) {
            return refuse(field, "is missing");
        }
        if (value.isBlank()) {
            return refuse(field, "must not be blank");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            return refuse(field, "must not contain control characters");
        }
        return text(field, value, max);
    }

    /** A text of at most {@code max} characters, or null. */
    public Fields text(String field, String value, int max) {
        if (value == null) {
            return this;
        }
        if (value.codePointCount(0, value.length()) > max) {
            return refuse(field, "must not be longer than " + max + " characters");
        }
        // neither can be stored in PostgreSQL
        if (value.indexOf('\0') >= 0 || value.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
            return refuse(field, "contains a character that is no text (NUL or half of a surrogate pair)");
        }
        return this;
    }

    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** @throws ApiException 400 when anything was refused */
    public void throwIfRefused() {
        if (!errors.isEmpty()) {
            throw ApiException.fields(errors);
        }
    }
}
