package dev.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.api.ApiTest;
import dev.mooring.connection.ConnectionState;
import dev.mooring.connection.ConnectionState.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServersApiTest extends ApiTest {

    private static final String ADDRESS = "wss://Example.org:8004/a%2Fb/?token=a%2Bb/c==&x=%20";

    @Test
    void createdServer_isShownMasked_andKeptByteForByte() {
        Answer created = post(admin(), "/api/mcp-servers",
                "{\"name\":\"Küche\",\"address\":\"" + ADDRESS + "\",\"description\":\"d\",\"enabled\":true}");
        assertThat(created.status()).as(created.http().body()).isEqualTo(201);
        JsonNode server = created.json();
        assertThat(server.get("address").asText()).isEqualTo("wss://Example.org:8004/a%2Fb/?***");
        assertThat(server.get("status").asText()).isEqualTo("Disconnected");
        assertThat(server.get("enabled").asBoolean()).isTrue();
        assertThat(server.get("name").asText()).isEqualTo("Küche");
        assertThat(server.has("note")).isFalse();
        long id = server.get("id").asLong();
        assertThat(stored(id, "address")).isEqualTo(ADDRESS);
        assertThat(hints.changed).containsExactly(id);
        assertThat(get(admin(), "/api/mcp-servers/" + id).json().get("id").asLong()).isEqualTo(id);
        assertThat(created.http().headers().map()).doesNotContainKey("authorization");
    }

    @Test
    void createdServer_offersTheBuiltInTools() {
        long id = createServer(admin(), "a");
        JsonNode bindings = get(admin(), "/api/mcp-servers/" + id + "/bindings").json();
        assertThat(bindings.get("total").asInt()).isEqualTo(1);
        assertThat(bindings.at("/items/0/tools").isNull()).isTrue();
    }

    @Test
    void change_keepsWhatIsNotGiven_andReconnectsOnlyForAnotherAddress() {
        long id = createServer(admin(), "a");
        Answer renamed = put(admin(), "/api/mcp-servers/" + id, "{\"name\":\"b\",\"description\":\"text\"}");
        assertThat(renamed.status()).as(renamed.http().body()).isEqualTo(200);
        assertThat(renamed.json().get("name").asText()).isEqualTo("b");
        assertThat(hints.reconnected).isEmpty();
        assertThat(stored(id, "address")).isEqualTo("wss://example.org/mcp/?token=secret");

        put(admin(), "/api/mcp-servers/" + id, "{\"address\":\"wss://example.org/mcp/?token=other\"}");
        assertThat(hints.reconnected).containsExactly(id);
        assertThat(stored(id, "name")).isEqualTo("b");
        assertThat(stored(id, "address")).isEqualTo("wss://example.org/mcp/?token=other");
    }

    @Test
    void change_withTheMaskedAddress_isRefused() {
        long id = createServer(admin(), "a");
        Answer answer = put(admin(), "/api/mcp-servers/" + id, "{\"address\":\"wss://example.org/mcp/?***\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(stored(id, "address")).isEqualTo("wss://example.org/mcp/?token=secret");
    }

    @Test
    void change_leavesTheColumnsOfOwnershipAlone() {
        long id = createServer(admin(), "a");
        sql.sql("update mcp_server set epoch = 7, owner = 'x', released = false where id = ?").param(id).update();
        put(admin(), "/api/mcp-servers/" + id, "{\"name\":\"b\"}");
        post(admin(), "/api/mcp-servers/" + id + "/enable", null);
        assertThat(sql.sql("select epoch || owner || released from mcp_server where id = ?").param(id)
                .query(String.class).single()).isEqualTo("7xfalse");
    }

    @Test
    void enableDisableRestartDelete_answer204_andTellAllInstances() {
        long id = createServer(admin(), "a");
        String path = "/api/mcp-servers/" + id;
        Answer enabled = post(admin(), path + "/enable", null);
        assertThat(enabled.status()).as(enabled.http().body()).isEqualTo(204);
        assertThat(enabled.http().body()).isEmpty();
        assertThat(stored(id, "enabled")).isEqualTo("true");
        assertThat(post(admin(), path + "/disable", null).status()).isEqualTo(204);
        assertThat(stored(id, "enabled")).isEqualTo("false");
        assertThat(hints.changed).containsExactly(id, id);
        assertThat(post(admin(), path + "/restart", null).status()).isEqualTo(204);
        assertThat(hints.reconnected).containsExactly(id);
        assertThat(delete(admin(), path).status()).isEqualTo(204);
        assertThat(hints.changed).containsExactly(id, id, id);
        assertThat(get(admin(), path).status()).isEqualTo(404);
    }

    @Test
    void anothersServer_answers404_whateverIsDone() {
        long id = createServer(admin(), "admins");
        String mallory = user("mallory");
        String path = "/api/mcp-servers/" + id;
        List<Answer> answers = new ArrayList<>(List.of(get(mallory, path), put(mallory, path, "{\"name\":\"x\"}"),
                delete(mallory, path), post(mallory, path + "/enable", null), post(mallory, path + "/disable", null),
                post(mallory, path + "/restart", null), get(mallory, path + "/connection"),
                get(mallory, path + "/bindings"), post(mallory, path + "/bindings", "{\"serviceId\":1}")));
        long binding = get(admin(), path + "/bindings").json().at("/items/0/id").asLong();
        answers.add(put(mallory, path + "/bindings/" + binding, "{\"tools\":[]}"));
        answers.add(delete(mallory, path + "/bindings/" + binding));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.http().toString()).isEqualTo(404);
            assertThat(answer.contentType()).startsWith("application/problem+json");
        });
        assertThat(get(mallory, "/api/mcp-servers").json().get("total").asInt()).isZero();
        assertThat(post(mallory, "/api/mcp-servers/bulk/enable", "{\"ids\":[" + id + "]}").json().get("changed")
                .asInt()).isZero();
        assertThat(post(mallory, "/api/mcp-servers/bulk/enable", "{\"all\":true}").json().get("changed").asInt())
                .isZero();
        assertThat(stored(id, "enabled")).isEqualTo("false");
        assertThat(stored(id, "name")).isEqualTo("admins");
        assertThat(hints.changed).isEmpty();
        assertThat(hints.reconnected).isEmpty();
    }

    @Test
    void admin_seesAllServers_andUsersTheirOwn() {
        createServer(admin(), "a");
        String ann = user("ann");
        long anns = createServer(ann, "b");
        assertThat(get(admin(), "/api/mcp-servers").json().get("total").asInt()).isEqualTo(2);
        JsonNode own = get(ann, "/api/mcp-servers").json();
        assertThat(own.get("total").asInt()).isEqualTo(1);
        assertThat(own.at("/items/0/id").asLong()).isEqualTo(anns);
        assertThat(get(admin(), "/api/mcp-servers/" + anns).status()).isEqualTo(200);
    }

    @Test
    void lists_arePaged() {
        for (int i = 0; i < 5; i++) {
            createServer(admin(), "s" + i);
        }
        JsonNode page = get(admin(), "/api/mcp-servers?page=1&size=2").json();
        assertThat(page.get("items")).hasSize(2);
        assertThat(page.at("/items/0/name").asText()).isEqualTo("s2");
        assertThat(page.get("page").asInt()).isEqualTo(1);
        assertThat(page.get("size").asInt()).isEqualTo(2);
        assertThat(page.get("total").asInt()).isEqualTo(5);
        assertThat(get(admin(), "/api/mcp-servers?page=9").json().get("items")).isEmpty();
        for (String bad : List.of("page=-1", "page=x", "page=", "size=0", "size=201", "size=1.5", "page=9999999999",
                "page=1&page=2")) {
            Answer answer = get(admin(), "/api/mcp-servers?" + bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(bad.substring(0, 4));
        }
    }

    @Test
    void connection_showsTheStateInRedis_orDisconnected_orUnknown() {
        long id = createServer(admin(), "a");
        String path = "/api/mcp-servers/" + id;
        JsonNode none = get(admin(), path + "/connection").json();
        assertThat(none.get("status").asText()).isEqualTo("Disconnected");
        assertThat(none.get("serverId").asLong()).isEqualTo(id);
        assertThat(none.get("webSocketEndpoint").asText()).isEqualTo("wss://example.org/mcp/?***");

        states.known.put(id, new ConnectionState("" + id, "host:1:b", Status.Connected, Instant.EPOCH, null,
                Instant.EPOCH, 3, "a", "wss://example.org/mcp/?***", "was refused"));
        JsonNode some = get(admin(), path + "/connection").json();
        assertThat(some.get("status").asText()).isEqualTo("Connected");
        assertThat(some.get("instanceId").asText()).isEqualTo("host:1:b");
        assertThat(some.get("lastConnectedTime").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(some.get("reconnectAttempts").asInt()).isEqualTo(3);
        assertThat(get(admin(), "/api/connections").json().at("/items/0/status").asText()).isEqualTo("Connected");
        assertThat(get(admin(), path).json().get("lastError").asText()).isEqualTo("was refused");

        states.down = true;
        JsonNode unknown = get(admin(), "/api/mcp-servers").json().at("/items/0");
        assertThat(unknown.get("status").asText()).isEqualTo("Unknown");
        assertThat(unknown.get("note").asText()).contains("Redis");
    }

    @Test
    void bulk_createsAllInOrder_andEnablesAndDisablesThem() {
        Answer created = post(admin(), "/api/mcp-servers/bulk", """
                {"servers":[{"name":"a","address":"ws://h/"},{"name":"b","address":"ws://h/","enabled":true}]}""");
        assertThat(created.status()).as(created.http().body()).isEqualTo(201);
        assertThat(created.json().get("created").asInt()).isEqualTo(2);
        long a = created.json().at("/items/0/id").asLong();
        long b = created.json().at("/items/1/id").asLong();
        assertThat(hints.changed).containsExactly(b);
        assertThat(sql.sql("select count(*) from mcp_binding").query(Long.class).single()).isEqualTo(2);

        assertThat(post(admin(), "/api/mcp-servers/bulk/enable", "{\"all\":true}").json().get("changed").asInt())
                .isEqualTo(1);
        assertThat(hints.changed).containsExactly(b, a);
        Answer disabled = post(admin(), "/api/mcp-servers/bulk/disable", "{\"ids\":[" + a + "," + b + ",999999]}");
        assertThat(disabled.json().get("changed").asInt()).isEqualTo(2);
        assertThat(stored(a, "enabled")).isEqualTo("false");
    }

    @Test
    void bulk_takesAThousandAsAnArray_andNotOneMore() {
        String one = "{\"name\":\"n\",\"address\":\"ws://h/\"}";
        Answer tooMany = post(admin(), "/api/mcp-servers/bulk", "[" + (one + ",").repeat(1000) + one + "]");
        assertThat(tooMany.status()).isEqualTo(400);
        Answer answer = post(admin(), "/api/mcp-servers/bulk", "[" + (one + ",").repeat(999) + one + "]");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(get(admin(), "/api/mcp-servers?size=1").json().get("total").asInt()).isEqualTo(1000);
    }

    @Test
    void bulk_withOneBadServer_storesNone_andNamesItsIndex() {
        Answer answer = post(admin(), "/api/mcp-servers/bulk", """
                [{"name":"a","address":"ws://h/"},{"name":"","address":"http://h/"},{"name":true,"address":"ws://h/"},
                 {"name":"a","address":"ws://h/","color":1}, 7]""");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsText("field"))
                .containsExactly("[1].name", "[1].address", "[2].name", "[3].color", "[4]");
        assertThat(get(admin(), "/api/mcp-servers").json().get("total").asInt()).isZero();
    }

    @Test
    void cluster_showsTheInstances() {
        JsonNode cluster = get(admin(), "/api/cluster").json();
        assertThat(cluster.at("/instances/0/instanceId").asText()).isEqualTo("host:1:boot");
        assertThat(cluster.at("/instances/0/startedAt").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(cluster.get("quota").asInt()).isEqualTo(3);
    }

    private String stored(long id, String column) {
        return sql.sql("select " + column + "::text from mcp_server where id = ?").param(id).query(String.class)
                .single();
    }
}
