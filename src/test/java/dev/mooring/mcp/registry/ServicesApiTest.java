package dev.mooring.mcp.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.api.ApiTest;
import dev.mooring.mcp.ToolSync;
import org.junit.jupiter.api.Test;

class ServicesApiTest extends ApiTest {

    private static final String SERVICE = "{\"name\":\"s\",\"url\":\"https://example.org/mcp?key=secret\"}";

    @Test
    void registeredService_isSyncedAtOnce_andShownMasked() {
        Answer created = post(admin(), "/api/mcp-services", SERVICE);
        assertThat(created.status()).as(created.http().body()).isEqualTo(201);
        long id = created.json().get("id").asLong();
        assertThat(sync.synced).containsExactly(id);
        assertThat(created.json().get("url").asText()).isEqualTo("https://example.org/mcp?***");
        assertThat(created.json().get("kind").asText()).isEqualTo("STREAMABLE_HTTP");
        assertThat(created.json().get("syncError").isNull()).isTrue();
        assertThat(sql.sql("select url from mcp_service where id = ?").param(id).query(String.class).single())
                .isEqualTo("https://example.org/mcp?key=secret");
    }

    @Test
    void backendThatDoesNotAnswer_isTold_andTheServiceStays() {
        sync.result = new ToolSync.Result(0, "The backend did not answer within 30 s");
        JsonNode created = post(admin(), "/api/mcp-services", SERVICE).json();
        assertThat(created.get("syncError").asText()).startsWith("The backend did not answer");
        Answer again = post(admin(), "/api/mcp-services/" + created.get("id").asLong() + "/sync", null);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("error").asText()).startsWith("The backend");
    }

    @Test
    void badServices_areRefused() {
        for (String body : new String[] {"{\"name\":\"s\"}", "{\"url\":\"http://h/\"}",
            "{\"name\":\"s\",\"url\":\"ws://h/\"}", "{\"name\":\"s\",\"url\":\"http:///x\"}",
            "{\"name\":\"s\",\"url\":\"http://u:p@h/\"}", "{\"name\":\"s\",\"url\":\"http://h/\",\"kind\":\"STDIO\"}",
            "{\"name\":\"s\",\"url\":\"http://h/\",\"kind\":\"ROUTES\"}", "{\"name\":\"s\",\"url\":7}",
            "{\"name\":\"s\",\"url\":\"http://h/" + "x".repeat(2000) + "\"}"}) {
            Answer answer = post(admin(), "/api/mcp-services", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.json().get("errors")).isNotEmpty();
        }
        assertThat(sync.synced).isEmpty();
        assertThat(get(admin(), "/api/mcp-services").json().get("total").asInt()).isEqualTo(1);
    }

    @Test
    void builtInService_isSeenByAll_andChangedByNobody() {
        String ann = user("ann");
        JsonNode list = get(ann, "/api/mcp-services").json();
        assertThat(list.at("/items/0/name").asText()).isEqualTo("routes");
        assertThat(list.at("/items/0/builtIn").asBoolean()).isTrue();
        String path = "/api/mcp-services/" + list.at("/items/0/id").asLong();
        for (String token : new String[] {ann, admin()}) {
            assertThat(put(token, path, "{\"name\":\"x\"}").status()).isEqualTo(403);
            assertThat(delete(token, path).status()).isEqualTo(403);
        }
        assertThat(get(ann, path).json().get("name").asText()).isEqualTo("routes");
    }

    @Test
    void anothersService_answers404_andCannotBeBound() {
        long id = post(admin(), "/api/mcp-services", SERVICE).json().get("id").asLong();
        String ann = user("ann");
        String path = "/api/mcp-services/" + id;
        assertThat(get(ann, path).status()).isEqualTo(404);
        assertThat(put(ann, path, "{\"name\":\"x\"}").status()).isEqualTo(404);
        assertThat(delete(ann, path).status()).isEqualTo(404);
        assertThat(post(ann, path + "/sync", null).status()).isEqualTo(404);
        assertThat(get(ann, path + "/tools").status()).isEqualTo(404);
        long server = createServer(ann, "a");
        Answer bound = post(ann, "/api/mcp-servers/" + server + "/bindings", "{\"serviceId\":" + id + "}");
        assertThat(bound.status()).isEqualTo(400);
        assertThat(bound.json().at("/errors/0/field").asText()).isEqualTo("serviceId");
    }

    @Test
    void tools_areListedAsLastRead() {
        long id = post(admin(), "/api/mcp-services", SERVICE).json().get("id").asLong();
        sql.sql("insert into mcp_tool (service_id, name, description, input_schema) values (?, 'b', null, '{}'), "
                + "(?, 'a', 'does a', '{\"type\":\"object\"}')").param(id).param(id).update();
        JsonNode tools = get(admin(), "/api/mcp-services/" + id + "/tools").json();
        assertThat(tools.get("total").asInt()).isEqualTo(2);
        assertThat(tools.at("/items/0/name").asText()).isEqualTo("a");
        assertThat(tools.at("/items/0/inputSchema/type").asText()).isEqualTo("object");
    }

    @Test
    void changedBindings_openTheConnectionAnew() {
        long server = createServer(admin(), "a");
        long service = post(admin(), "/api/mcp-services", SERVICE).json().get("id").asLong();
        String path = "/api/mcp-servers/" + server + "/bindings";
        Answer created = post(admin(), path, "{\"serviceId\":" + service + ",\"tools\":[\"one\",\"two\"]}");
        assertThat(created.status()).as(created.http().body()).isEqualTo(201);
        long id = created.json().get("id").asLong();
        assertThat(created.json().at("/tools/1").asText()).isEqualTo("two");
        assertThat(hints.reconnected).containsExactly(server);
        assertThat(post(admin(), path, "{\"serviceId\":" + service + "}").status()).isEqualTo(409);

        Answer changed = put(admin(), path + "/" + id, "{\"tools\":null}");
        assertThat(changed.json().get("tools").isNull()).as(changed.http().body()).isTrue();
        assertThat(put(admin(), path + "/" + id, "{\"serviceId\":99}").status()).isEqualTo(400);
        assertThat(get(admin(), path).json().get("total").asInt()).isEqualTo(2);
        assertThat(delete(admin(), path + "/" + id).status()).isEqualTo(204);
        assertThat(delete(admin(), path + "/" + id).status()).isEqualTo(404);
        assertThat(hints.reconnected).containsExactly(server, server, server);
    }

    @Test
    void renamedTools_areShownSo_andAnotherChangeReplacesAll() {
        long server = createServer(admin(), "a");
        long service = post(admin(), "/api/mcp-services", SERVICE).json().get("id").asLong();
        String path = "/api/mcp-servers/" + server + "/bindings";
        Answer created = post(admin(), path, "{\"serviceId\":" + service + ",\"tools\":[\"one\",\"two\"],\"overrides\":"
                + "{\"one\":{\"name\":\"first-tool\",\"description\":\"The first\"},\"two\":{\"description\":\"2\"}}}");
        assertThat(created.status()).as(created.http().body()).isEqualTo(201);
        assertThat(created.json().at("/overrides/one/name").asText()).isEqualTo("first-tool");
        assertThat(created.json().at("/overrides/two/name").isNull()).isTrue();
        Answer changed = put(admin(), path + "/" + created.json().get("id").asLong(), "{\"tools\":[\"one\"]}");
        assertThat(changed.json().get("overrides").isEmpty()).isTrue();
        for (String overrides : new String[] {"{\"one\":null}", "{\"one\":{}}", "{\"one\":{\"name\":\"a b\"}}",
            "{\"one\":{\"name\":\"\"}}", "{\"one\":{\"name\":\"" + "x".repeat(65) + "\"}}", "{\"one\":{\"description\":\" \"}}",
            "{\"three\":{\"name\":\"x\"}}", "{\"one\":{\"nam\":\"x\"}}", "[]",
            "{\"one\":{\"name\":\"x\"},\"two\":{\"name\":\"x\"}}"}) {
            Answer refused = post(admin(), path, "{\"serviceId\":" + service + ",\"tools\":[\"one\",\"two\"],\"overrides\":"
                    + overrides + "}");
            assertThat(refused.status()).as(overrides).isEqualTo(400);
            assertThat(refused.http().body()).as(overrides).contains("overrides");
        }
    }

    @Test
    void badBindings_areRefused() {
        long server = createServer(admin(), "a");
        for (String body : new String[] {"{}", "{\"serviceId\":\"1\"}", "{\"serviceId\":999999}",
            "{\"serviceId\":1,\"tools\":\"all\"}", "{\"serviceId\":1,\"tools\":[1]}", "{\"serviceId\":1,\"x\":1}",
            "{\"serviceId\":1,\"tools\":[\"\"]}", "{\"serviceId\":1,\"tools\":[null]}"}) {
            Answer answer = post(admin(), "/api/mcp-servers/" + server + "/bindings", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
        }
        assertThat(hints.reconnected).isEmpty();
    }

    @Test
    void deletedService_opensTheConnectionsOfItsServersAnew() {
        long server = createServer(admin(), "a");
        long service = post(admin(), "/api/mcp-services", SERVICE).json().get("id").asLong();
        post(admin(), "/api/mcp-servers/" + server + "/bindings", "{\"serviceId\":" + service + "}");
        hints.reset();
        assertThat(delete(admin(), "/api/mcp-services/" + service).status()).isEqualTo(204);
        assertThat(hints.reconnected).containsExactly(server);
        assertThat(get(admin(), "/api/mcp-servers/" + server + "/bindings").json().get("total").asInt()).isEqualTo(1);
    }

    @Test
    void changedService_isSyncedAndKeepsWhatIsNotGiven() {
        long id = post(admin(), "/api/mcp-services", SERVICE).json().get("id").asLong();
        Answer changed = put(admin(), "/api/mcp-services/" + id, "{\"name\":\"t\"}");
        assertThat(changed.json().get("name").asText()).as(changed.http().body()).isEqualTo("t");
        assertThat(sync.synced).containsExactly(id, id);
        assertThat(sql.sql("select url from mcp_service where id = ?").param(id).query(String.class).single())
                .isEqualTo("https://example.org/mcp?key=secret");
    }
}
