package dev.mooring.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.springframework.http.HttpStatus;

/**
 * An error answer as RFC 9457 lays it out.
 *
 * @param detail what was wrong and what to do about it, one or two sentences
 * @param instance the path of the request
 * @param errors the fields that were refused; absent when the error is not about fields
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String detail, String instance, List<FieldError> errors) {

    /** The media type of an answer that carries a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** One refused field, e.g. {@code servers[3].address}, and why. */
    public record FieldError(String field, String reason) {
    }

    static Problem of(int status, String detail, String instance, List<FieldError> errors) {
        HttpStatus known = HttpStatus.resolve(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        return new Problem("about:blank", title, status, detail, instance, errors);
    }
}
