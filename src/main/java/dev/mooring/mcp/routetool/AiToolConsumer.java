package dev.mooring.mcp.routetool;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Offers its route as a tool from start to stop. */
final class AiToolConsumer extends DefaultConsumer implements RouteTool {

    private final AiToolEndpoint endpoint;
    private final Map<String, Object> inputSchema;
    private RouteToolRegistry registry;

    AiToolConsumer(AiToolEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.inputSchema = endpoint.parameters().inputSchema();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        registry = endpoint.getCamelContext().getRegistry().findSingleByType(RouteToolRegistry.class);
        if (registry == null) {
            throw new IllegalStateException("There is no RouteToolRegistry in this Camel context to offer tools through");
        }
        registry.register(this);
    }

    @Override
    protected void doStop() throws Exception {
        if (registry != null) {
            registry.unregister(this);
        }
        super.doStop();
    }

    @Override
    public String name() {
        return endpoint.toolName();
    }

    @Override
    public String description() {
        return endpoint.description();
    }

    @Override
    public Map<String, Object> inputSchema() {
        return inputSchema;
    }

    @Override
    public Object call(Map<String, Object> arguments) throws Exception {
        Map<String, Object> declared = endpoint.parameters().declaredOf(arguments);
        Exchange exchange = createExchange(false);
        try {
            exchange.setPattern(ExchangePattern.InOut);
            exchange.getMessage().setBody(declared);
            declared.forEach(exchange.getMessage()::setHeader);
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return answer(exchange);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static Object answer(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body == null || body instanceof String || body instanceof Map<?, ?> || body instanceof List<?>) {
            return body;
        }
        String text = exchange.getMessage().getBody(String.class);
        return text == null ? body.toString() : text;
    }
}
