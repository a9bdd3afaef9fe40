package dev.mooring.api;

import dev.mooring.api.Problem.FieldError;
import java.util.List;

/** A request that is answered with a problem: its status, the sentence for the caller, and the fields it is about. */
public final class ApiException extends RuntimeException {

    private final int status;
    private final transient List<FieldError> errors;
    private final int retryAfterSeconds;

    private ApiException(int status, String detail, List<FieldError> errors, int retryAfterSeconds) {
        super(detail, null, false, false);
        this.status = status;
        this.errors = List.copyOf(errors);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** @param detail told to the caller: no secrets */
    public static ApiException of(int status, String detail) {
        return new ApiException(status, detail, List.of(), 0);
    }

    /** 400 that names one field. */
    public static ApiException field(String field, String reason) {
        return fields(List.of(new FieldError(field, reason)));
    }

    /** 400 that names several fields. */
    public static ApiException fields(List<FieldError> errors) {
        FieldError first = errors.get(0);
        String detail = errors.size() == 1 ? first.field() + ": " + first.reason() + "."
                : errors.size() + " fields were refused; see errors.";
        return new ApiException(400, detail, errors, 0);
    }

    /** 404: the thing is not there, or it is somebody else's, which a caller cannot tell apart. */
    public static ApiException notFound(String what, Object id) {
        return of(404, "There is no " + what + " with the id " + id + " among yours.");
    }

    /** 429 with a Retry-After header. */
    public static ApiException slowDown(String detail, int retryAfterSeconds) {
        return new ApiException(429, detail, List.of(), retryAfterSeconds);
    }

    public int status() {
        return status;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** Seconds for the Retry-After header; 0 for none. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
