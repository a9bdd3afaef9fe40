package dev.mooring.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.persistence.NoResultException;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.UUID;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.NoTypeConversionAvailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;

/** Turns whatever was thrown into the problem that the caller is told. The one place where that is decided. */
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private static final String DATABASE_DOWN =
            "The database cannot be reached right now, so nothing was changed. Try again in a few seconds.";

    private Problems() {
    }

    /**
     * @param instance the path of the request
     * @return the problem; one that nobody foresaw is logged with a reference that the caller is told as well
     */
    public static Problem of(Throwable thrown, String instance) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            Problem known = known(t, instance);
            if (known != null) {
                return known;
            }
        }
        String reference = UUID.randomUUID().toString();
        LOG.error("Request to {} failed, reference {}", instance, reference, thrown);
        return Problem.of(500, "Something failed that should not. The server's log has it under the reference "
                + reference + ".", instance, List.of());
    }

    /** Whether this says that PostgreSQL cannot be reached, as opposed to a mistake in a statement. */
    public static boolean isDatabaseDown(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof CannotCreateTransactionException || t instanceof DataAccessResourceFailureException
                    || t instanceof SQLTransientConnectionException
                    || t instanceof SQLException sql && isConnectionState(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static Problem known(Throwable t, String instance) {
        if (t instanceof ApiException api) {
            return Problem.of(api.status(), api.getMessage(), instance, api.errors());
        }
        if (t instanceof JsonProcessingException json) {
            ApiException api = JsonErrors.explain(json);
            return Problem.of(api.status(), api.getMessage(), instance, api.errors());
        }
        if (t instanceof InvalidPayloadException
                || t instanceof NoTypeConversionAvailableException missing && missing.getValue() == null) {
            return Problem.of(400, "The request has no body; send a JSON object.", instance, List.of());
        }
        if (t instanceof NoResultException) {
            return Problem.of(404, "There is nothing with this id among yours.", instance, List.of());
        }
        if (t instanceof OptimisticLockException || t instanceof OptimisticLockingFailureException) {
            return Problem.of(404, "It was deleted by somebody else meanwhile.", instance, List.of());
        }
        if (isDatabaseDown(t)) {
            return Problem.of(503, DATABASE_DOWN, instance, List.of());
        }
        if (t instanceof SQLException sql) {
            return ofSqlState(sql.getSQLState(), instance);
        }
        if (t instanceof ErrorResponse mvc) {
            return ofSpringMvc(mvc, instance);
        }
        return null;
    }

    private static Problem ofSqlState(String state, String instance) {
        return switch (state == null ? "" : state) {
            case "23503" -> Problem.of(409, "It is still in use, or what it refers to is gone.", instance, List.of());
            case "23505" -> Problem.of(409, "There is one like it already.", instance, List.of());
            case "40001", "40P01" -> Problem.of(503, "Somebody else changed the same things at the same moment; "
                    + "nothing was changed. Try again.", instance, List.of());
            default -> null;
        };
    }

    private static Problem ofSpringMvc(ErrorResponse mvc, String instance) {
        int status = mvc.getStatusCode().value();
        String detail = switch (status) {
            case 404 -> "There is nothing at this path. GET /api/openapi.json lists the paths.";
            case 405 -> "This path does not know this method; it allows " + mvc.getHeaders().getAllow() + ".";
            case 406 -> "Answers are application/json; change the Accept header.";
            case 415 -> "The body must be JSON; send the header Content-Type: application/json.";
            default -> "The request could not be understood.";
        };
        return Problem.of(status, detail, instance, List.of());
    }

    private static boolean isConnectionState(String state) {
        // 08: connection errors; 57P01..03: the server is shutting down or starting up; 53300: too many connections
        return state != null && (state.startsWith("08") || state.startsWith("57P0") || "53300".equals(state));
    }
}
