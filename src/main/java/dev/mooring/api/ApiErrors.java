package dev.mooring.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The error handling of all REST routes: they name {@code routeConfigurationId: api-errors}. Java and not YAML, because
 * a route without it would show exceptions to callers.
 */
@Component
final class ApiErrors extends RouteConfigurationBuilder {

    private final ObjectMapper json;

    ApiErrors(@Qualifier("apiJson") ObjectMapper json) {
        this.json = json;
    }

    @Override
    public void configuration() {
        routeConfiguration("api-errors")
                .onException(Throwable.class)
                .handled(true)
                .process(this::answer);
    }

    private void answer(Exchange exchange) throws JsonProcessingException {
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        String path = exchange.getMessage().getHeader(Exchange.HTTP_URI, String.class);
        Problem problem = Problems.of(thrown, path);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, problem.status());
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
        int retryAfter = thrown instanceof ApiException api ? api.retryAfterSeconds() : 0;
        if (problem.status() == 503) {
            retryAfter = 3;
        }
        if (retryAfter > 0) {
            exchange.getMessage().setHeader("Retry-After", retryAfter);
        }
        exchange.getMessage().setBody(json.writeValueAsString(problem));
    }
}
