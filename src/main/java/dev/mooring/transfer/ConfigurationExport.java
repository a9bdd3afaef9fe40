package dev.mooring.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.api.ApiException;
import dev.mooring.api.EndpointUrl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Route step {@code configurationExport}: the caller's own servers, services and bindings as one JSON object. */
@Component("configurationExport")
public class ConfigurationExport {

    /** What stands in the place of a secret; an import keeps what there is. */
    static final String MASK = "***";

    private final Stored stored;

    ConfigurationExport(Stored stored) {
        this.stored = stored;
    }

    /**
     * @param secrets {@code true} to have addresses and credentials in it, so that it can be imported elsewhere
     * @throws ApiException 400
     */
    public Map<String, Object> write(@Variable("user") long user, @Header("secrets") String secrets) {
        boolean whole = flag("secrets", secrets);
        Map<Long, String> keys = new HashMap<>();
        Map<String, Object> services = new LinkedHashMap<>();
        for (JsonNode row : stored.services(user)) {
            String name = row.path("name").asText();
            String key = services.containsKey(name) ? name + " #" + row.path("id").asLong() : name;
            keys.put(row.path("id").asLong(), key);
            services.put(key, service(row, whole));
        }
        Map<Long, List<Object>> bindings = new HashMap<>();
        for (JsonNode row : stored.bindings(user)) {
            bindings.computeIfAbsent(row.path("server_id").asLong(), id -> new ArrayList<>()).add(binding(row, keys));
        }
        List<Object> servers = new ArrayList<>();
        for (JsonNode row : stored.servers(user)) {
            servers.add(server(row, bindings.getOrDefault(row.path("id").asLong(), List.of()), whole));
        }
        Map<String, Object> mooring = new LinkedHashMap<>();
        mooring.put("version", 1);
        mooring.put("servers", servers);
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("mcpServers", services);
        file.put("mooring", mooring);
        return file;
    }

    static boolean flag(String name, String value) {
        if (value == null || value.equals("false") || value.equals("true")) {
            return "true".equals(value);
        }
        throw ApiException.field(name, "must be true or false");
    }

    private Map<String, Object> service(JsonNode row, boolean whole) {
        Map<String, Object> entry = new LinkedHashMap<>();
        String kind = row.path("kind").asText();
        if (kind.equals("STDIO")) {
            entry.put("type", "stdio");
            entry.put("command", row.path("command").asText());
            put(entry, "args", stored.parsed(row, "arguments"));
            put(entry, "env", masked(stored.parsed(row, "environment"), whole));
        } else {
            entry.put("type", kind.equals("SSE") ? "sse" : "http");
            String url = row.path("url").asText();
            entry.put("url", whole ? url : EndpointUrl.masked(url));
            put(entry, "headers", masked(stored.parsed(row, "headers"), whole));
        }
        Map<String, Object> more = new LinkedHashMap<>();
        put(more, "description", row.get("description"));
        put(more, "timeoutSeconds", row.get("timeout_seconds"));
        if (row.path("forward_user").asBoolean()) {
            more.put("forwardUser", true);
        }
        if (row.path("shared").asBoolean()) {
            more.put("shared", true);
        }
        JsonNode credentials = stored.parsed(row, "credentials");
        if (whole && credentials instanceof ObjectNode authentication) {
            if (row.hasNonNull("refresh_token")) {
                authentication.set("refreshToken", row.get("refresh_token"));
            }
            more.put("authentication", authentication);
        }
        if (!more.isEmpty()) {
            entry.put("mooring", more);
        }
        return entry;
    }

    private static Map<String, Object> server(JsonNode row, List<Object> bindings, boolean whole) {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("name", row.path("name").asText());
        String address = row.path("address").asText();
        server.put("address", whole ? address : EndpointUrl.masked(address));
        put(server, "description", row.get("description"));
        server.put("enabled", row.path("enabled").asBoolean());
        server.put("bindings", bindings);
        return server;
    }

    private Map<String, Object> binding(JsonNode row, Map<Long, String> keys) {
        Map<String, Object> binding = new LinkedHashMap<>();
        String own = keys.get(row.path("service_id").asLong());
        binding.put("service", own != null ? own : row.path("service_name").asText());
        if (row.path("service_user").isNull()) {
            binding.put("builtIn", true);
        }
        put(binding, "tools", stored.parsed(row, "tools"));
        put(binding, "overrides", stored.parsed(row, "overrides"));
        return binding;
    }

    private static JsonNode masked(JsonNode values, boolean whole) {
        if (!whole && values instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> object.put(name, MASK));
        }
        return values;
    }

    private static void put(Map<String, Object> map, String name, JsonNode value) {
        if (value != null && !value.isNull()) {
            map.put(name, value);
        }
    }
}
