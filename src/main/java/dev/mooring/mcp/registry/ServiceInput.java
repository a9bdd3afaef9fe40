package dev.mooring.mcp.registry;

import dev.mooring.api.EndpointUrl;
import dev.mooring.api.Fields;
import java.util.Set;

/**
 * What a caller sends to register or change a service. When it is registered, {@code name} and {@code url} must be
 * there; when it is changed, what is missing stays as it is.
 *
 * @param kind STREAMABLE_HTTP, which is also the default; others cannot be registered by users
 */
public record ServiceInput(String name, String kind, String url, String description) {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** @throws dev.mooring.api.ApiException 400 */
    void requireValid(boolean create) {
        Fields fields = Fields.check().text("description", description, 2000);
        if (create || name != null) {
            fields.name("name", name, 200);
        }
        if (create || url != null) {
            fields.url("url", EndpointUrl.refusal(url, SCHEMES));
        }
        if (kind != null && !kind.equals(McpService.Kind.STREAMABLE_HTTP.name())) {
            fields.refuse("kind", "must be STREAMABLE_HTTP");
        }
        fields.throwIfRefused();
    }

    @Override
    public String toString() {
        return "ServiceInput[" + name + "]";
    }
}
