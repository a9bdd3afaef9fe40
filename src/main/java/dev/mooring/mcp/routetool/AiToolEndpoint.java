package dev.mooring.mcp.routetool;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** What one {@code ai-tool} URI declares. */
public final class AiToolEndpoint extends DefaultEndpoint {

    private final String toolName;
    private final String description;
    private final ToolParameters parameters;

    AiToolEndpoint(String uri, AiToolComponent component, String toolName, String description,
                   ToolParameters parameters) {
        super(uri, component);
        this.toolName = toolName;
        this.description = description;
        this.parameters = parameters;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        AiToolConsumer consumer = new AiToolConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** @throws UnsupportedOperationException always: tools are called through MCP, not by {@code to} */
    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException(
                "ai-tool:%s can only begin a route; to share steps use direct:".formatted(toolName));
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    String toolName() {
        return toolName;
    }

    String description() {
        return description;
    }

    ToolParameters parameters() {
        return parameters;
    }
}
