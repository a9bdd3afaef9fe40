package dev.mooring.server;

import dev.mooring.api.EndpointUrl;
import dev.mooring.api.Fields;
import java.util.Set;

/**
 * What a caller sends to create or change a server. When it is created, {@code name} and {@code address} must be there;
 * when it is changed, what is missing stays as it is.
 */
public record ServerInput(String name, String address, String description, Boolean enabled) {

    private static final Set<String> SCHEMES = Set.of("ws", "wss");

    Fields refusals(String prefix, boolean create) {
        Fields fields = Fields.checkAt(prefix).text("description", description, 2000);
        if (create || name != null) {
            fields.name("name", name, 200);
        }
        if (create || address != null) {
            fields.url("address", EndpointUrl.refusal(address, SCHEMES));
        }
        return fields;
    }

    McpServer create(long userId) {
        return new McpServer(userId, name, address, description, Boolean.TRUE.equals(enabled));
    }

    @Override
    public String toString() {
        return "ServerInput[" + name + "]";
    }
}
