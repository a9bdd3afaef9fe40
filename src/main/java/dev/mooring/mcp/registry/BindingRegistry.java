package dev.mooring.mcp.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.api.ApiException;
import dev.mooring.api.Fields;
import dev.mooring.api.Page;
import dev.mooring.mcp.tools.ToolOverride;
import dev.mooring.ownership.ClusterHints;
import dev.mooring.server.McpServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Route step {@code bindings}: which services a server offers. Each change has the server's connection opened anew. */
@Component("bindings")
public class BindingRegistry {

    private static final int MAX_TOOLS = 1000;

    /**
     * What a caller sends; {@code tools} null: all of them. {@code overrides}: other names and descriptions, by the tools'
     * own names. {@code serviceId} only when a binding is created.
     */
    public record BindingInput(Long serviceId, List<String> tools, Map<String, ToolOverride> overrides) {
    }

    /** A binding as the REST API shows it; {@code tools} null: all of them. */
    public record BindingView(long id, long serviceId, List<String> tools, Map<String, ToolOverride> overrides,
            Instant createdAt) {
    }

    private final ObjectMapper json;
    private final ClusterHints hints;

    BindingRegistry(@Qualifier("apiJson") ObjectMapper json, ClusterHints hints) {
        this.json = json;
        this.hints = hints;
    }

    /** Checks the body and sets the variable {@code serviceId}, which is then looked up. */
    public void read(@Body BindingInput input, Exchange exchange) {
        check(input, true);
        exchange.setVariable("input", input);
        exchange.setVariable("serviceId", input.serviceId());
    }

    public McpBinding draft(@Variable("server") McpServer server, @Variable("input") BindingInput input,
            @Variable("found") List<?> services) {
        if (services.isEmpty()) {
            throw ApiException.field("serviceId", "is no MCP service of yours");
        }
        return new McpBinding(server, input.serviceId(), write(input.tools()), write(input.overrides()));
    }

    public McpBinding change(@Variable("binding") McpBinding binding, @Body BindingInput input) {
        check(input, false);
        if (input.serviceId() != null && !input.serviceId().equals(binding.serviceId())) {
            throw ApiException.field("serviceId", "cannot be changed; delete this binding and create another");
        }
        binding.choose(write(input.tools()), write(input.overrides()));
        return binding;
    }

    /** Has the server's connection opened anew, and shows the binding. */
    public BindingView changed(@Body McpBinding binding, @Variable("id") long serverId) {
        hints.reconnect(List.of(serverId));
        return show(binding);
    }

    public void deleted(@Body int rows, @Variable("bindingId") long bindingId, @Variable("id") long serverId) {
        if (rows == 0) {
            throw ApiException.notFound("binding", bindingId);
        }
        hints.reconnect(List.of(serverId));
    }

    public Page<BindingView> showAll(@Body Page<McpBinding> page) {
        return page.map(this::show);
    }

    private BindingView show(McpBinding binding) {
        return new BindingView(binding.id(), binding.serviceId(), parse(binding.tools()), overrides(binding),
                binding.createdAt());
    }

    private static void check(BindingInput input, boolean create) {
        if (input == null) {
            throw ApiException.of(400, "The body must be a JSON object.");
        }
        Fields fields = Fields.check();
        if (create && input.serviceId() == null) {
            fields.refuse("serviceId", "is missing");
        }
        List<String> tools = input.tools() == null ? List.of() : input.tools();
        if (tools.size() > MAX_TOOLS) {
            fields.refuse("tools", "must not name more than " + MAX_TOOLS + " tools");
        } else {
            for (int i = 0; i < tools.size(); i++) {
                fields.name("tools[" + i + "]", tools.get(i), 200);
            }
        }
        OverrideCheck.check(fields, input);
        fields.throwIfRefused();
    }

    private String write(Object part) {
        try {
            return part == null ? null : json.writeValueAsString(part);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was JSON is JSON", e);
        }
    }

    private Map<String, ToolOverride> overrides(McpBinding binding) {
        try {
            return binding.overrides() == null ? Map.of()
                    : json.readValue(binding.overrides(), new TypeReference<TreeMap<String, ToolOverride>>() { });
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("mcp_binding.overrides is not what was written there", e);
        }
    }

    private List<String> parse(String tools) {
        try {
            return tools == null ? null : List.of(json.readValue(tools, String[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("mcp_binding.tools is not a JSON array of strings", e);
        }
    }
}
