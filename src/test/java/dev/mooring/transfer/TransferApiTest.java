package dev.mooring.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.api.ApiTest;
import org.junit.jupiter.api.Test;

class TransferApiTest extends ApiTest {

    /** With all that can be secret in it. */
    private long service(String token, String name) {
        return post(token, "/api/mcp-services", """
                {"name": "%s", "url": "http://127.0.0.1:9/mcp?key=s3cret", "description": "D", "timeoutSeconds": 7, "forwardUser": true,
                 "headers": {"X-Team": "s3cret-team"},
                 "authentication": {"type": "OAUTH2_REFRESH_TOKEN", "tokenUrl": "http://127.0.0.1:9/token", "clientId": "me",
                                    "clientSecret": "s3cret-client", "refreshToken": "s3cret-refresh"}}""".formatted(name))
                .json().get("id").asLong();
    }

    /** One server with a chosen tool of a service of its own, beside the built-in tools. */
    private String someone(String name) {
        String token = user(name);
        long server = createServer(token, "Kitchen");
        long service = service(token, "home");
        assertThat(post(token, "/api/mcp-servers/" + server + "/bindings", "{\"serviceId\":" + service + ",\"tools\":[\"light\"],\"overrides\":{\"light\":{\"name\":\"lamp\"}}}").status())
                .isEqualTo(201);
        return token;
    }

    @Test
    void export_tellsNoSecret_unlessAskedTo() {
        String token = someone("ann");
        Answer masked = get(token, "/api/export");
        assertThat(masked.http().body()).doesNotContain("secret", "s3cret").contains("wss://example.org/mcp/?***");
        JsonNode whole = get(token, "/api/export?secrets=true").json();
        assertThat(whole.at("/mcpServers/home/url").asText()).isEqualTo("http://127.0.0.1:9/mcp?key=s3cret");
        assertThat(whole.at("/mcpServers/home/type").asText()).isEqualTo("http");
        assertThat(whole.at("/mcpServers/home/headers/X-Team").asText()).isEqualTo("s3cret-team");
        assertThat(whole.at("/mcpServers/home/mooring/authentication/refreshToken").asText()).isEqualTo("s3cret-refresh");
        assertThat(whole.at("/mcpServers/home/mooring/authentication/clientSecret").asText()).isEqualTo("s3cret-client");
        assertThat(whole.at("/mooring/servers/0/bindings/1/overrides/light/name").asText()).isEqualTo("lamp");
        assertThat(whole.at("/mooring/servers/0/address").asText()).isEqualTo("wss://example.org/mcp/?token=secret");
        assertThat(whole.at("/mooring/servers/0/bindings/0/service").asText()).isEqualTo("routes");
        assertThat(whole.at("/mooring/servers/0/bindings/0/builtIn").asBoolean()).isTrue();
        assertThat(whole.at("/mooring/servers/0/bindings/1/tools/0").asText()).isEqualTo("light");
        assertThat(get(token, "/api/export?secrets=perhaps").status()).isEqualTo(400);
        assertThat(get(null, "/api/export").status()).isEqualTo(401);
    }

    @Test
    void exportWithSecrets_importedByAnother_bringsTheSame_disabled() {
        JsonNode file = get(someone("ann"), "/api/export?secrets=true").json();
        ((ObjectNode) file.at("/mooring/servers/0")).put("enabled", true);
        String other = user("bob");
        Answer answer = post(other, "/api/import", file.toString());
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(answer.json().at("/services/created/0").asText()).isEqualTo("home");
        assertThat(answer.json().at("/servers/created/0").asText()).isEqualTo("Kitchen");
        assertThat(answer.json().at("/bindings/created").asInt()).isEqualTo(2);
        JsonNode again = get(other, "/api/export?secrets=true").json();
        assertThat(again.at("/mooring/servers/0/enabled").asBoolean()).isFalse();
        ((ObjectNode) again.at("/mooring/servers/0")).put("enabled", true);
        assertThat(again).isEqualTo(file);
    }

    @Test
    void importTwice_changesNothingTheSecondTime_andAMaskedExportKeepsTheSecrets() {
        String token = someone("ann");
        JsonNode before = get(token, "/api/export?secrets=true").json();
        for (int i = 0; i < 2; i++) {
            Answer answer = post(token, "/api/import", get(token, "/api/export").json().toString());
            assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
            assertThat(answer.json().at("/services/updated/0").asText()).isEqualTo("home");
            assertThat(answer.json().at("/bindings/updated").asInt()).isEqualTo(2);
        }
        assertThat(get(token, "/api/export?secrets=true").json()).isEqualTo(before);
        Answer skipped = post(token, "/api/import?existing=skip", "{\"mcpServers\":{\"home\":{\"url\":\"http://other/\"}}}");
        assertThat(skipped.json().at("/services/skipped/0").asText()).isEqualTo("home");
        assertThat(get(token, "/api/export?secrets=true").json()).isEqualTo(before);
    }

    @Test
    void fileOfAnotherClient_isTaken() {
        String token = user("ann");
        Answer answer = post(token, "/api/import", """
                {"inputs": [], "mcpServers": {"docs": {"url": "https://example.org/mcp", "disabled": false}}}""");
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(answer.json().at("/ignored").toString()).isEqualTo("[\"inputs\",\"mcpServers.docs.disabled\"]");
        assertThat(get(token, "/api/mcp-services").json().toString()).contains("\"docs\"");
    }

    @Test
    void wrongFile_isRefusedWhole_withAllThatIsWrong() {
        String token = user("ann");
        Answer answer = post(token, "/api/import", """
                {"mcpServers": {"good": {"url": "https://example.org/mcp"}, "bad": {"url": "ftp://x"}, "worse": 1},
                 "mooring": {"servers": [{"name": "a", "address": "ws://h/", "bindings": [{"service": "nobody"}, {"service": "good", "tools": [""]}]},
                                         {"name": "b"}, {"name": "c", "address": "wss://h/?***"}, {"name": "d", "address": "ws://h/", "x": 1}]}}""");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsText("field")).containsExactly("mcpServers.bad.url", "mcpServers.worse",
                "mooring.servers[0].bindings[0].service", "mooring.servers[0].bindings[1].tools[0]", "mooring.servers[1].address",
                "mooring.servers[2].address", "mooring.servers[3].x");
        assertThat(answer.http().body()).doesNotContain("Exception", "dev.mooring");
        assertThat(get(token, "/api/mcp-servers").json().get("total").asInt()).isZero();
        assertThat(get(token, "/api/export").json().at("/mcpServers").size()).isZero();
        assertThat(post(token, "/api/import", "[]").status()).isEqualTo(400);
        assertThat(post(token, "/api/import?existing=replace", "{}").status()).isEqualTo(400);
        assertThat(post(token, "/api/import", "{\"mooring\":{\"servers\":7}}").status()).isEqualTo(400);
    }

    @Test
    void changedBindingsAndAddresses_raiseTheRevision_inTheSameTransaction() {
        String token = someone("ann");
        long server = get(token, "/api/mcp-servers").json().at("/items/0/id").asLong();
        long before = revision(server);
        sql.sql("update mcp_binding set tools = '[\"x\"]' where server_id = ?").param(server).update();
        assertThat(revision(server)).isEqualTo(before + 2);
        sql.sql("update mcp_binding set tools = '[\"x\"]' where server_id = ?").param(server).update();
        assertThat(revision(server)).isEqualTo(before + 2);
        sql.sql("update mcp_server set address = address || 'x', revision = revision + 1 where id = ?").param(server).update();
        sql.sql("update mcp_server set address = address, name = 'n' where id = ?").param(server).update();
        assertThat(revision(server)).isEqualTo(before + 3);
        sql.sql("update mcp_service set url = 'http://new/' where user_id is not null").update();
        sql.sql("update mcp_service set synced_at = now(), description = 'x'").update();
        assertThat(revision(server)).isEqualTo(before + 4);
        sql.sql("delete from mcp_service where user_id is not null").update();
        assertThat(revision(server)).isEqualTo(before + 5);
    }

    private long revision(long server) {
        return sql.sql("select revision from mcp_server where id = ?").param(server).query(Long.class).single();
    }
}
