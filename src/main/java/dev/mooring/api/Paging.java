package dev.mooring.api;

import dev.mooring.api.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Route steps that page lists: {@code read} checks {@code ?page=&size=} and sets the variables {@code page},
 * {@code size} and {@code firstRow}; {@code write} makes the page from the variables {@code items} and {@code total}.
 */
@Component("paging")
public final class Paging {

    /** @throws ApiException 400 that names the parameter */
    public void read(Exchange exchange) {
        List<FieldError> errors = new ArrayList<>();
        int page = parse(exchange, "page", 0, 0, Page.MAX_PAGE, errors);
        int size = parse(exchange, "size", Page.DEFAULT_SIZE, 1, Page.MAX_SIZE, errors);
        if (!errors.isEmpty()) {
            throw ApiException.fields(errors);
        }
        exchange.setVariable("page", page);
        exchange.setVariable("size", size);
        exchange.setVariable("firstRow", page * size);
    }

    /** The page of what a query found. */
    public <T> Page<T> write(@Variable("items") List<T> items, @Variable("page") int page, @Variable("size") int size,
            @Variable("total") long total) {
        return new Page<>(items, page, size, total);
    }

    private static int parse(Exchange exchange, String name, int unset, int min, int max, List<FieldError> errors) {
        Object given = exchange.getMessage().getHeader(name);
        if (given == null) {
            return unset;
        }
        String text = given.toString();
        if (text.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        errors.add(new FieldError(name, "must be a whole number from " + min + " to " + max));
        return unset;
    }
}
