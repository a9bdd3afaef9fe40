package dev.mooring.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.api.ApiException;
import dev.mooring.api.JsonErrors;
import dev.mooring.api.Problem.FieldError;
import dev.mooring.mcp.ToolSync;
import dev.mooring.ownership.ClusterHints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Route step {@code configurationImport}: takes what {@link ConfigurationExport} wrote, or the file of another MCP client,
 * all of it or nothing. What exists by its name is updated or, if so wished, left alone; nothing is deleted.
 */
@Component("configurationImport")
public class ConfigurationImport {

    private static final int MAX = 1000;
    private static final int MAX_ERRORS = 50;

    /** What came of each, by name; {@code ignored} are fields that mean nothing here. */
    public record Outcome(List<String> created, List<String> updated, List<String> skipped) {
        Outcome() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private final Stored stored;
    private final Registrations registrations;
    private final TransactionTemplate transaction;
    private final ClusterHints hints;
    private final ToolSync sync;
    private final ExecutorService threads;

    ConfigurationImport(Stored stored, Registrations registrations, PlatformTransactionManager transactions,
            ClusterHints hints, ToolSync sync, @Qualifier("mcpCallThreads") ExecutorService threads) {
        this.stored = stored;
        this.registrations = registrations;
        this.transaction = new TransactionTemplate(transactions);
        this.hints = hints;
        this.sync = sync;
        this.threads = threads;
    }

    /**
     * @param existing {@code update} (also when null) or {@code skip}
     * @param enable whether servers are enabled as the file says; otherwise new ones are disabled, because two
     *     installations that connect to one address disturb each other
     * @throws ApiException 400 that names everything that is wrong
     */
    public Map<String, Object> read(@Body JsonNode body, @Variable("user") long user, @Variable("admin") boolean admin,
            @Header("existing") String existing, @Header("enable") String enable) {
        if (existing != null && !existing.equals("update") && !existing.equals("skip")) {
            throw ApiException.field("existing", "must be update or skip");
        }
        boolean enabling = ConfigurationExport.flag("enable", enable);
        if (body == null || !body.isObject() || !body.path("mcpServers").isObject() && !body.path("mooring").isObject()) {
            throw ApiException.of(400, "The body must be a JSON object with mcpServers or mooring, as GET /api/export writes it.");
        }
        Run run = new Run(new ImportFile(body), user, admin, "skip".equals(existing), enabling);
        transaction.executeWithoutResult(status -> run.take());
        if (!run.touched.isEmpty()) {
            hints.serversChanged(run.touched);
        }
        run.toSync.forEach(service -> threads.execute(() -> sync.sync(service)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("services", run.services);
        answer.put("servers", run.servers);
        answer.put("bindings", Map.of("created", run.bound, "updated", run.rebound));
        answer.put("ignored", run.file.ignored());
        return answer;
    }

    /** One import, within one transaction. */
    private final class Run {
        private final ImportFile file;
        private final long user;
        private final boolean admin;
        private final boolean skip;
        private final boolean enabling;
        private final List<FieldError> errors = new ArrayList<>();
        private final Map<String, Long> ownServices;
        private final Map<String, Long> ownServers;
        private final Outcome services = new Outcome();
        private final Outcome servers = new Outcome();
        private final List<Long> touched = new ArrayList<>();
        private final List<Long> toSync = new ArrayList<>();
        private int bound;
        private int rebound;

        Run(ImportFile file, long user, boolean admin, boolean skip, boolean enabling) {
            this.file = file;
            this.user = user;
            this.admin = admin;
            this.skip = skip;
            this.enabling = enabling;
            this.ownServices = byName(stored.services(user));
            this.ownServers = byName(stored.servers(user));
        }

        void take() {
            file.services().forEach((name, body) -> attempt("mcpServers." + name, () -> service(name, body)));
            JsonNode list = file.servers();
            if (!list.isMissingNode() && !list.isArray() || list.size() > MAX) {
                errors.add(new FieldError("mooring.servers", "must be an array of at most " + MAX + " servers"));
            }
            for (int i = 0; list.isArray() && i < list.size() && errors.size() < MAX_ERRORS; i++) {
                JsonNode server = list.get(i);
                String at = "mooring.servers[" + i + "]";
                attempt(at, () -> server(at, server));
            }
            if (!errors.isEmpty()) {
                throw ApiException.fields(errors.subList(0, Math.min(errors.size(), MAX_ERRORS)));
            }
            registrations.flush();
        }

        private void service(String name, JsonNode given) throws JsonProcessingException {
            ObjectNode body = object(given);
            Long id = ownServices.get(name);
            if (id == null) {
                id = registrations.createService(body, user, admin);
                ownServices.put(name, id);
                services.created().add(name);
            } else if (skip) {
                services.skipped().add(name);
                return;
            } else {
                unambiguous(id, name);
                ImportFile.dropMasked(body, "url");
                registrations.changeService(id, body, user, admin);
                services.updated().add(name);
            }
            toSync.add(id);
        }

        private void server(String at, JsonNode given) throws JsonProcessingException {
            ObjectNode body = object(given);
            JsonNode bindings = body.remove("bindings");
            String name = body.path("name").asText();
            Long id = ownServers.get(name);
            if (id != null && skip) {
                servers.skipped().add(name);
                return;
            }
            if (!enabling) {
                body.remove("enabled");
            }
            if (id == null) {
                id = registrations.createServer(body, user);
                ownServers.put(name, id);
                servers.created().add(name);
            } else {
                unambiguous(id, name);
                ImportFile.dropMasked(body, "address");
                registrations.changeServer(id, body);
                servers.updated().add(name);
            }
            touched.add(id);
            long server = id;
            for (int i = 0; bindings != null && i < bindings.size(); i++) {
                JsonNode binding = bindings.get(i);
                attempt(at + ".bindings[" + i + "]", () -> bind(server, binding));
            }
        }

        private void bind(long server, JsonNode given) throws JsonProcessingException {
            ObjectNode body = object(given);
            JsonNode builtIn = body.remove("builtIn");
            JsonNode name = body.remove("service");
            Long service = builtIn != null && builtIn.asBoolean() ? null : ownServices.get(name == null ? "" : name.asText());
            if (service == null) {
                service = byName(stored.others(user)).get(name == null ? "" : name.asText());
            }
            if (service == null) {
                throw ApiException.field("service", "is no MCP service of yours, in the file or here");
            }
            unambiguous(service, name.asText());
            if (registrations.bind(server, service, body)) {
                bound++;
            } else {
                rebound++;
            }
        }

        private void unambiguous(long id, String name) {
            if (id < 0) {
                throw ApiException.field("name", "there are several named '" + name + "'; rename them first");
            }
        }

        private void attempt(String at, Step step) {
            try {
                step.run();
            } catch (JsonProcessingException e) {
                add(at, JsonErrors.explain(e));
            } catch (ApiException e) {
                add(at, e);
            }
        }

        private void add(String at, ApiException refused) {
            if (refused.errors().isEmpty()) {
                errors.add(new FieldError(at, refused.getMessage()));
            }
            refused.errors().forEach(error -> errors.add(new FieldError(
                    error.field().isEmpty() ? at : at + "." + error.field(), error.reason())));
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws JsonProcessingException;
    }

    private static ObjectNode object(JsonNode given) {
        if (given instanceof ObjectNode object) {
            return object.deepCopy();
        }
        throw ApiException.of(400, "must be a JSON object");
    }

    /** Ids by name; -1 where several have one name. */
    private static Map<String, Long> byName(List<JsonNode> rows) {
        Map<String, Long> ids = new HashMap<>();
        rows.forEach(row -> ids.merge(row.path("name").asText(), row.path("id").asLong(), (one, other) -> -1L));
        return ids;
    }
}
