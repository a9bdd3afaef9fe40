package dev.mooring.mcp.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.api.ApiException;
import dev.mooring.mcp.McpProperties;
import dev.mooring.mcp.backend.BackendFailure;
import dev.mooring.mcp.backend.CallContext;
import dev.mooring.mcp.backend.McpService;
import dev.mooring.mcp.backend.ServiceUser;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.backend.ToolResult;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Route step {@code serviceCalls}: calls a tool of a service to try it out, as a server of the caller would. */
public final class ServiceCalls {

    /** The body; {@code arguments} may be missing. */
    public record CallInput(Map<String, Object> arguments) {
    }

    /** @param result as MCP has it: {@code content} and {@code isError} */
    public record CallView(Map<String, Object> result, long durationMs) {
    }

    private final JdbcTemplate jdbc;
    private final ObjectMapper mapper;
    private final ServiceRows services;
    private final ToolBackends backends;
    private final McpProperties properties;

    public ServiceCalls(JdbcTemplate jdbc, ObjectMapper mapper, ToolBackends backends, McpProperties properties) {
        this.jdbc = jdbc;
        this.mapper = mapper;
        this.services = new ServiceRows(jdbc, mapper);
        this.backends = backends;
        this.properties = properties;
    }

    /**
     * A tool or a service that fails leaves a result with {@code isError}, as it does for a server's peer.
     *
     * @throws ApiException 404 when the service has no such tool
     */
    public CallView call(@Variable("id") long id, @Variable("user") long user, @Header("name") String tool,
            @Body CallInput input) {
        Map<String, Object> arguments = input == null || input.arguments() == null ? Map.of() : input.arguments();
        McpService service = services.find(id).orElseThrow(() -> ApiException.notFound("MCP service", id));
        if (service.settings().forwardUser()) {
            service = service.calledBy(jdbc.queryForObject("select id, username from app_user where id = ?",
                    (row, n) -> new ServiceUser(row.getLong(1), row.getString(2)), user));
        }
        Map<String, Object> schema = schema(service, tool).orElseThrow(() -> ApiException.of(404,
                "The service has no tool of this name, or had none when its tools were last read."));
        long start = System.nanoTime();
        Map<String, Object> result = ArgumentCheck.complaint(schema, arguments).map(ToolResult::error).orElse(null);
        if (result == null) {
            result = result(service, tool, arguments);
        }
        return new CallView(result, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private Map<String, Object> result(McpService service, String tool, Map<String, Object> arguments) {
        try {
            return backends.of(service).call(tool, arguments, CallContext.of(properties.toolTimeout()));
        } catch (BackendFailure e) {
            return ToolResult.error(e.getMessage());
        }
    }

    private Optional<Map<String, Object>> schema(McpService service, String tool) {
        if (service.kind() == McpService.Kind.ROUTES) {
            return backends.of(service).tools(properties.toolTimeout()).stream()
                    .filter(known -> known.name().equals(tool)).map(known -> known.inputSchema()).findFirst();
        }
        return jdbc.queryForList("select input_schema from mcp_tool where service_id = ? and name = ?", String.class,
                service.id(), tool).stream().findFirst().map(this::parsed);
    }

    private Map<String, Object> parsed(String schema) {
        try {
            return mapper.readValue(schema, new TypeReference<Map<String, Object>>() { });
        } catch (JsonProcessingException e) {
            return Map.of();
        }
    }
}
