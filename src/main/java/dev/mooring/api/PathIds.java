package dev.mooring.api;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/** Route step {@code pathIds}: puts the path's ids into the variables of the same name, as numbers, or answers 404. */
@Component("pathIds")
final class PathIds implements Processor {

    @Override
    public void process(Exchange exchange) {
        for (String name : new String[] {"id", "bindingId"}) {
            String value = exchange.getMessage().getHeader(name, String.class);
            if (value != null) {
                exchange.setVariable(name, parse(value));
            }
        }
    }

    private static long parse(String value) {
        if (value.matches("[0-9]{1,18}")) {
            return Long.parseLong(value);
        }
        throw ApiException.of(404, "There is nothing with this id: ids are whole numbers.");
    }
}
