package dev.mooring.mcp.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mooring.api.EndpointUrl;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A service as the REST API shows it: {@code url} with its query string masked, the values of {@code headers} and
 * {@code environment} masked, of the credentials only that there are some. Who sees it because it is shared sees nothing
 * of how it is reached.
 *
 * @param breaker {@code OPEN} while this instance leaves the service alone because it kept failing, {@code HALF_OPEN}
 *     while it tries it again, else {@code CLOSED}
 */
public record ServiceView(long id, String name, String kind, String url, String description, boolean builtIn,
        boolean shared, boolean forwardUser, Integer timeoutSeconds,
        @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, String> headers,
        @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, Object> authentication,
        @JsonInclude(JsonInclude.Include.NON_NULL) String command,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<String> arguments,
        @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, String> environment,
        Instant syncedAt, String syncError, String breaker, Instant createdAt, Instant updatedAt) {

    private static final String HIDDEN_ERROR = "Its tools could not be read; whoever shares it can see why.";

    /** For those who may change it. */
    static ServiceView whole(McpService service, Instant syncedAt, String syncError, String breaker) {
        boolean program = service.kind() == McpService.Kind.STDIO;
        boolean http = !program && !service.builtIn();
        return new ServiceView(service.id(), service.name(), service.kind().name(), EndpointUrl.masked(service.url()),
                service.description(), service.builtIn(), service.shared(), service.forwardUser(), service.timeoutSeconds(),
                http ? masked(service.headers()) : null, http ? AuthenticationCheck.shown(service.authentication()) : null,
                service.command(), program ? service.arguments() : null, program ? masked(service.environment()) : null,
                syncedAt, syncError, breaker, service.createdAt(), service.updatedAt());
    }

    /** For those who may only use it. */
    static ServiceView hidden(McpService service, String breaker) {
        return new ServiceView(service.id(), service.name(), service.kind().name(), null, service.description(),
                service.builtIn(), service.shared(), service.forwardUser(), service.timeoutSeconds(), null, null, null, null,
                null, service.syncedAt(), service.syncError() == null ? null : HIDDEN_ERROR, breaker, service.createdAt(),
                service.updatedAt());
    }

    private static Map<String, String> masked(Map<String, String> secrets) {
        return secrets.keySet().stream().collect(Collectors.toMap(name -> name, name -> ServiceInput.MASK));
    }
}
