package dev.mooring.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A small client of the REST interface. A status of 400 and above is an {@link IllegalStateException} with the body. */
public final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final String url;
    private String token;

    /** A client that is not logged in. */
    public Api(String url) {
        this.url = url;
    }

    /** An answer as it came. */
    public record Answer(int status, JsonNode body) {
    }

    public Api login(String username, String password) {
        token = call("POST", "/api/auth/login", Map.of("username", username, "password", password))
                .path("token").asText();
        return this;
    }

    /** Registers one server, disabled, and returns its id. */
    public long create(String name, String address) {
        return call("POST", "/api/mcp-servers", Map.of("name", name, "address", address)).path("id").asLong();
    }

    /** Registers many servers with one request, names to addresses, disabled; returns their ids in the same order. */
    public List<Long> create(Map<String, String> servers) {
        List<Map<String, String>> body = new ArrayList<>();
        servers.forEach((name, address) -> body.add(Map.of("name", name, "address", address)));
        return items(call("POST", "/api/mcp-servers/bulk", body).path("items")).stream().map(item -> item.path("id").asLong()).toList();
    }

    public JsonNode get(long server) {
        return call("GET", "/api/mcp-servers/" + server, null);
    }

    public void enable(long server) {
        call("POST", "/api/mcp-servers/" + server + "/enable", null);
    }

    public void disable(long server) {
        call("POST", "/api/mcp-servers/" + server + "/disable", null);
    }

    /** Enables many with one request. */
    public void enable(Collection<Long> servers) {
        call("POST", "/api/mcp-servers/bulk/enable", Map.of("ids", servers));
    }

    /** Disables many with one request. */
    public void disable(Collection<Long> servers) {
        call("POST", "/api/mcp-servers/bulk/disable", Map.of("ids", servers));
    }

    public void delete(long server) {
        call("DELETE", "/api/mcp-servers/" + server, null);
    }

    /** The connection state as the REST interface shows it. */
    public JsonNode connection(long server) {
        return call("GET", "/api/mcp-servers/" + server + "/connection", null);
    }

    /** {@code GET /api/cluster} as it came. */
    public JsonNode cluster() {
        return call("GET", "/api/cluster", null);
    }

    /** The members of the cluster as this instance sees them. */
    public List<JsonNode> members() {
        return items(cluster().path("instances"));
    }

    /** The id of the instance that answers. */
    public String ownInstanceId() {
        return members().stream().filter(member -> member.path("self").asBoolean()).findFirst()
                .map(member -> member.path("instanceId").asText())
                .orElseThrow(() -> new IllegalStateException("No member of the cluster says that it answered: "
                        + cluster()));
    }

    /** Any request; a null body sends none. */
    public Answer send(String method, String path, Object body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(Duration.ofSeconds(30))
                    .method(method, body == null ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode json = response.body().isBlank() ? JsonNodeFactory.instance.missingNode()
                    : JSON.readTree(response.body());
            return new Answer(response.statusCode(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " at " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode call(String method, String path, Object body) {
        Answer answer = send(method, path, body);
        if (answer.status >= 400) {
            throw new IllegalStateException(method + " " + path + " answered " + answer.status + ": " + answer.body);
        }
        return answer.body;
    }

    /** The list in an answer, be it the answer itself or its only array. */
    private static List<JsonNode> items(JsonNode list) {
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        return items;
    }
}
