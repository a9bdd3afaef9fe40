package dev.mooring.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.mcp.registry.BindingRegistry;
import dev.mooring.mcp.registry.McpBinding;
import dev.mooring.mcp.registry.McpService;
import dev.mooring.mcp.registry.ServiceInput;
import dev.mooring.mcp.registry.ServiceRegistry;
import dev.mooring.server.McpServer;
import dev.mooring.server.ServerInput;
import dev.mooring.server.ServerRegistry;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.stereotype.Component;

/**
 * Creates and changes single things as the REST API does, by the same checks, within the transaction of the caller. Bodies
 * are those of the REST API. Methods throw {@link dev.mooring.api.ApiException} for what the checks refuse.
 */
@Component
final class Registrations {

    private final ObjectMapper json;
    private final ServiceRegistry services;
    private final BindingRegistry bindings;
    private final ServerRegistry servers;
    private final EntityManager entities;

    Registrations(@Qualifier("apiJson") ObjectMapper json, ServiceRegistry services, BindingRegistry bindings,
            ServerRegistry servers, EntityManagerFactory factory) {
        this.json = json;
        this.services = services;
        this.bindings = bindings;
        this.servers = servers;
        this.entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
    }

    /** @param admin whether the caller may register what only an ADMIN may */
    long createService(JsonNode body, long user, boolean admin) throws JsonProcessingException {
        McpService service = services.draft(json.treeToValue(body, ServiceInput.class), user, admin);
        entities.persist(service);
        return service.id();
    }

    void changeService(long id, JsonNode body, long user, boolean admin) throws JsonProcessingException {
        services.change(entities.find(McpService.class, id), json.treeToValue(body, ServiceInput.class), user, admin);
    }

    long createServer(JsonNode body, long user) throws JsonProcessingException {
        McpServer server = servers.prepare(json.treeToValue(body, ServerInput.class), user);
        entities.persist(server);
        return server.id();
    }

    void changeServer(long id, JsonNode body) throws JsonProcessingException {
        servers.apply(entities.find(McpServer.class, id), json.treeToValue(body, ServerInput.class));
    }

    /** Returns whether there was none before; {@code body}: tools and the like, without the service. */
    boolean bind(long serverId, long serviceId, ObjectNode body) throws JsonProcessingException {
        List<McpBinding> found = entities.createQuery(
                        "select b from McpBinding b where b.serverId = :server and b.serviceId = :service", McpBinding.class)
                .setParameter("server", serverId).setParameter("service", serviceId).getResultList();
        McpBinding binding = found.isEmpty()
                ? McpBinding.toAllTools(entities.getReference(McpServer.class, serverId), serviceId) : found.get(0);
        body.put("serviceId", serviceId);
        if (found.isEmpty()) {
            entities.persist(binding);
            entities.flush();
        }
        bindings.change(binding, json.treeToValue(body.without("serviceId"), BindingRegistry.BindingInput.class));
        return found.isEmpty();
    }

    /** Has the database say now what it refuses. */
    void flush() {
        entities.flush();
    }
}
