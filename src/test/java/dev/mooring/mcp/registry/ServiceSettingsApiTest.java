package dev.mooring.mcp.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.api.ApiTest;
import org.junit.jupiter.api.Test;

/** What is configured about a service besides its address, over HTTP. */
class ServiceSettingsApiTest extends ApiTest {

    private static final String PATH = "/api/mcp-services";

    private static String service(String more) {
        return "{\"name\":\"s\",\"url\":\"https://example.org/mcp?key=s3cret\"" + more + "}";
    }

    private String stored(long id, String column) {
        return sql.sql("select " + column + " from mcp_service where id = ?").param(id).query(String.class).optional()
                .orElse(null);
    }

    @Test
    void credentialsAndHeaders_areStoredAndNeverShownAgain() {
        Answer created = post(admin(), PATH, service(",\"headers\":{\"X-Tenant\":\"t3nant-s3cret\"},\"timeoutSeconds\":7,"
                + "\"forwardUser\":true,\"authentication\":{\"type\":\"BASIC\",\"username\":\"u\",\"password\":\"p-s3cret\"}"));
        assertThat(created.status()).as(created.http().body()).isEqualTo(201);
        long id = created.json().get("id").asLong();
        for (Answer answer : new Answer[] {created, get(admin(), PATH + "/" + id), get(admin(), PATH)}) {
            assertThat(answer.http().body()).doesNotContain("s3cret");
        }
        JsonNode shown = get(admin(), PATH + "/" + id).json();
        assertThat(shown.at("/authentication/hasCredentials").asBoolean()).isTrue();
        assertThat(shown.at("/authentication/username").asText()).isEqualTo("u");
        assertThat(shown.at("/headers/X-Tenant").asText()).isEqualTo("***");
        assertThat(shown.get("timeoutSeconds").asInt()).isEqualTo(7);
        assertThat(shown.get("breaker").asText()).isEqualTo("CLOSED");
        assertThat(stored(id, "credentials")).contains("p-s3cret");

        Answer changed = put(admin(), PATH + "/" + id, "{\"headers\":{\"X-Tenant\":\"***\",\"X-New\":\"n\"},"
                + "\"timeoutSeconds\":0,\"authentication\":{\"type\":\"BASIC\",\"username\":\"v\"}}");
        assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
        assertThat(stored(id, "headers")).contains("t3nant-s3cret", "X-New");
        assertThat(stored(id, "credentials")).contains("p-s3cret", "\"v\"");
        assertThat(changed.json().get("timeoutSeconds").isNull()).isTrue();

        put(admin(), PATH + "/" + id, "{\"headers\":{},\"authentication\":{\"type\":\"NONE\"}}");
        assertThat(stored(id, "credentials")).doesNotContain("s3cret");
        assertThat(stored(id, "headers")).isNull();
    }

    @Test
    void refreshToken_isKeptApart_andOutlivesAChangeOfTheRest() {
        String oauth = ",\"authentication\":{\"type\":\"OAUTH2_REFRESH_TOKEN\",\"tokenUrl\":\"https://example.org/token\","
                + "\"clientId\":\"c\"%s}";
        assertThat(post(admin(), PATH, service(oauth.formatted(""))).json().at("/errors/0/field").asText())
                .isEqualTo("authentication.refreshToken");
        long id = post(admin(), PATH, service(oauth.formatted(",\"refreshToken\":\"r-s3cret\""))).json().get("id").asLong();
        assertThat(stored(id, "refresh_token")).isEqualTo("r-s3cret");
        assertThat(stored(id, "credentials")).doesNotContain("s3cret");
        Answer changed = put(admin(), PATH + "/" + id,
                "{\"authentication\":{\"type\":\"OAUTH2_REFRESH_TOKEN\",\"scope\":\"read\"}}");
        assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
        assertThat(stored(id, "refresh_token")).isEqualTo("r-s3cret");
    }

    @Test
    void badSettings_areRefusedByName() {
        for (String[] bad : new String[][] {
            {",\"authentication\":{}", "authentication.type"},
            {",\"authentication\":{\"type\":\"MAGIC\"}", "authentication.type"},
            {",\"authentication\":{\"type\":\"BEARER\"}", "authentication.token"},
            {",\"authentication\":{\"type\":\"BEARER\",\"token\":\"a\\nb\"}", "authentication.token"},
            {",\"authentication\":{\"type\":\"BEARER\",\"token\":\"a\",\"key\":\"b\"}", "authentication.key"},
            {",\"authentication\":{\"type\":\"API_KEY\",\"key\":\"a\",\"header\":\"a b\"}", "authentication.header"},
            {",\"authentication\":{\"type\":\"BASIC\",\"username\":\"a:b\",\"password\":\"c\"}", "authentication.username"},
            {",\"authentication\":{\"type\":\"OAUTH2_CLIENT_CREDENTIALS\",\"tokenUrl\":\"ftp://h/\",\"clientId\":\"c\","
                    + "\"clientSecret\":\"s\"}", "authentication.tokenUrl"},
            {",\"headers\":{\"Host\":\"h\"}", "headers.Host"},
            {",\"headers\":{\"a b\":\"h\"}", "headers"},
            {",\"headers\":{\"a\":\"h\\r\\nEvil: 1\"}", "headers"},
            {",\"headers\":{\"a\":1}", "headers.a"},
            {",\"timeoutSeconds\":601", "timeoutSeconds"},
            {",\"timeoutSeconds\":-1", "timeoutSeconds"},
            {",\"command\":\"x\"", "command"},
            {",\"environment\":{\"A\":\"b\"}", "environment"},
            {",\"kind\":\"STDIO\"", "kind"},
            {",\"kind\":\"ROUTES\"", "kind"}}) {
            Answer answer = post(admin(), PATH, service(bad[0]));
            assertThat(answer.status()).as(bad[0]).isEqualTo(400);
            assertThat(answer.json().get("errors").findValuesAsText("field")).as(answer.http().body()).contains(bad[1]);
        }
        long id = post(admin(), PATH, service("")).json().get("id").asLong();
        assertThat(put(admin(), PATH + "/" + id, "{\"kind\":\"SSE\"}").json().at("/errors/0/field").asText()).isEqualTo("kind");
    }

    @Test
    void programs_areForAdminsOnly() {
        String program = "{\"name\":\"p\",\"kind\":\"STDIO\",\"command\":\"node\"}";
        assertThat(post(user("ann"), PATH, program).status()).isEqualTo(403);
        Answer off = post(admin(), PATH, program);
        assertThat(off.status()).isEqualTo(400);
        assertThat(off.json().get("detail").asText()).contains("mooring.mcp.stdio.enabled");
    }

    @Test
    void sharedService_isUsedByAll_changedByItsOwner_andHidesHowItIsReached() {
        String ann = user("ann");
        assertThat(post(ann, PATH, service(",\"shared\":true")).status()).isEqualTo(403);
        long id = post(admin(), PATH, service(",\"shared\":true,\"headers\":{\"X-A\":\"s3cret\"}")).json().get("id").asLong();
        sql.sql("update mcp_service set sync_error = 'The host example.org is down' where id = ?").param(id).update();
        Answer seen = get(ann, PATH + "/" + id);
        assertThat(seen.http().body()).doesNotContain("example.org", "X-A", "s3cret", "authentication");
        assertThat(seen.json().get("url").isNull()).isTrue();
        assertThat(seen.json().get("syncError").asText()).contains("could not be read");
        assertThat(get(ann, PATH).json().get("total").asInt()).isEqualTo(2);
        assertThat(get(ann, PATH + "/" + id + "/tools").status()).isEqualTo(200);
        long server = createServer(ann, "a");
        assertThat(post(ann, "/api/mcp-servers/" + server + "/bindings", "{\"serviceId\":" + id + "}").status()).isEqualTo(201);
        assertThat(put(ann, PATH + "/" + id, "{\"name\":\"mine\"}").status()).isEqualTo(403);
        assertThat(delete(ann, PATH + "/" + id).status()).isEqualTo(403);
        assertThat(post(ann, PATH + "/" + id + "/sync", null).status()).isEqualTo(403);
        assertThat(put(admin(), PATH + "/" + id, "{\"shared\":false}").status()).isEqualTo(200);
        assertThat(get(ann, PATH + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void testCall_answersAsAServersPeerWouldBeAnswered() {
        long id = post(admin(), PATH, "{\"name\":\"down\",\"url\":\"http://127.0.0.1:1/mcp\"}").json().get("id").asLong();
        sql.sql("insert into mcp_tool (service_id, name, input_schema) values (?, 'greet', "
                + "'{\"type\":\"object\",\"required\":[\"name\"]}')").param(id).update();
        String path = PATH + "/" + id + "/tools/";
        assertThat(post(admin(), path + "none/call", "{}").status()).isEqualTo(404);
        assertThat(post(user("ann"), path + "greet/call", "{}").status()).isEqualTo(404);
        Answer missing = post(admin(), path + "greet/call", "{}");
        assertThat(missing.status()).as(missing.http().body()).isEqualTo(200);
        assertThat(missing.json().at("/result/content/0/text").asText()).contains("'name'");
        Answer down = post(admin(), path + "greet/call", "{\"arguments\":{\"name\":\"x\"}}");
        assertThat(down.json().at("/result/isError").asBoolean()).isTrue();
        assertThat(down.json().at("/result/content/0/text").asText()).contains("'down'", "refused");
        assertThat(down.json().get("durationMs").isNumber()).isTrue();
        assertThat(post(admin(), path + "greet/call", "{\"arguments\":[]}").status()).isEqualTo(400);
    }
}
