package dev.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadInputTest extends ApiTest {

    private static final String URL = "ws://h/";

    static Stream<Arguments> badServers() {
        return Stream.of(
                arguments(body(null, URL), "name", "is missing"),
                arguments(body("   ", URL), "name", "must not be blank"),
                arguments(body("x".repeat(201), URL), "name", "longer than 200"),
                arguments(body("a\\nb", URL), "name", "control characters"),
                arguments(body("a\\u0000", URL), "name", "control characters"),
                arguments(body("a\\ud800", URL), "name", "surrogate"),
                arguments(body("n", null), "address", "is missing"),
                arguments(body("n", ""), "address", "must not be blank"),
                arguments(body("n", "http://h/"), "address", "ws:// or wss://"),
                arguments(body("n", "h/path"), "address", "ws:// or wss://"),
                arguments(body("n", "ws:/h/"), "address", "ws:// or wss://"),
                arguments(body("n", "ws:///path"), "address", "has no host"),
                arguments(body("n", "ws://?token=1"), "address", "has no host"),
                arguments(body("n", "ws://:80/"), "address", "has no host"),
                arguments(body("n", "ws://user:pw@h/"), "address", "user name or password"),
                arguments(body("n", "ws://h/" + "x".repeat(1994)), "address", "longer than 2000"),
                arguments(body("n", "ws://h/a b"), "address", "position 9"),
                arguments(body("n", "ws://h/\\t"), "address", "position 8"),
                arguments(body("n", "ws://h/ü"), "address", "position 8"),
                arguments(body("n", "ws://h/?a=\\\\"), "address", "position 11"),
                arguments(body("n", "ws://h/#f"), "address", "fragment"),
                arguments(body("n", "ws://h/%zz"), "address", "hexadecimal"),
                arguments(body("n", "ws://h:0/"), "address", "port"),
                arguments(body("n", "ws://h:65536/"), "address", "port"),
                arguments(body("n", "ws://h:/"), "address", "port"),
                arguments(body("n", "ws://h:x/"), "address", "port"),
                arguments(body("n", "ws://h/?***"), "address", "masked"),
                arguments("{\"name\":\"n\",\"address\":\"ws://h/\",\"description\":\"" + "x".repeat(2001) + "\"}",
                        "description", "longer than 2000"),
                arguments("{\"name\":\"n\",\"address\":\"ws://h/\",\"nmae\":1}", "nmae", "is not a known field"),
                arguments("{\"name\":\"n\",\"address\":\"ws://h/\",\"id\":1}", "id", "is not a known field"),
                arguments("{\"name\":true,\"address\":\"ws://h/\"}", "name", "must be a string"),
                arguments("{\"name\":12,\"address\":\"ws://h/\"}", "name", "must be a string"),
                arguments("{\"name\":1.5,\"address\":\"ws://h/\"}", "name", "must be a string"),
                arguments("{\"name\":[\"n\"],\"address\":\"ws://h/\"}", "name", "must be a string"),
                arguments("{\"name\":{},\"address\":\"ws://h/\"}", "name", "must be a string"),
                arguments("{\"name\":\"n\",\"address\":\"ws://h/\",\"enabled\":\"true\"}", "enabled", "true or false"),
                arguments("{\"name\":\"n\",\"address\":\"ws://h/\",\"enabled\":1}", "enabled", "true or false"),
                arguments("{\"name\":\"n\",\"address\":\"ws://h/\",\"enabled\":\"\"}", "enabled", "true or false"));
    }

    @ParameterizedTest
    @MethodSource("badServers")
    void badServer_isRefusedNamingFieldAndReason(String body, String field, String reason) {
        Answer answer = post(admin(), "/api/mcp-servers", body);
        assertProblem(answer, 400);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(answer.json().at("/errors/0/reason").asText()).contains(reason);
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(arguments("", "no body"), arguments("   ", "no body"), arguments("{\"name\":", "Malformed"),
                arguments("{name:1}", "Malformed"), arguments("{} {}", "Malformed"), arguments("hello", "Malformed"),
                arguments("{\"name\":\"a\",\"name\":\"b\"}", "twice"), arguments("[]", "must be a JSON object"),
                arguments("\"text\"", "must be a JSON object"), arguments("7", "must be a JSON object"),
                arguments("true", "must be a JSON object"), arguments("null", "must be a JSON object"),
                arguments("[".repeat(100_000), "Malformed"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void badBody_isRefusedInPlainWords(String body, String reason) {
        for (String path : new String[] {"/api/mcp-servers", "/api/mcp-services", "/api/users"}) {
            Answer answer = post(admin(), path, body);
            assertProblem(answer, 400);
            if (!body.startsWith("[[")) {
                assertThat(answer.json().get("detail").asText()).containsIgnoringCase(reason);
            }
        }
        assertProblem(post(null, "/api/auth/login", body), 400);
    }

    @Test
    void unknownIds_answer404() {
        for (String id : new String[] {"999999", "abc", "-1", "1.5", "99999999999999999999", "%20"}) {
            assertProblem(get(admin(), "/api/mcp-servers/" + id), 404);
            assertProblem(get(admin(), "/api/mcp-services/" + id), 404);
            assertProblem(put(admin(), "/api/mcp-servers/" + id, "{\"name\":\"x\"}"), 404);
            assertProblem(delete(admin(), "/api/mcp-servers/" + id), 404);
            assertProblem(delete(admin(), "/api/users/" + id), 404);
            assertProblem(post(admin(), "/api/mcp-servers/" + id + "/enable", null), 404);
        }
    }

    @Test
    void unknownPath_answers404ToUsers_and401ToOthers() {
        assertProblem(get(admin(), "/api/nothing"), 404);
        assertProblem(get(admin(), "/nothing"), 404);
        assertProblem(get(null, "/api/nothing"), 401);
    }

    @Test
    void wrongMethod_answers405WithWhatIsAllowed() {
        Answer answer = send(admin(), "PATCH", "/api/mcp-servers", "{}", "application/json");
        assertProblem(answer, 405);
        assertThat(answer.http().headers().firstValue("Allow").orElse("")).contains("GET").contains("POST");
    }

    @Test
    void otherMediaTypes_answer415And406() {
        assertProblem(send(admin(), "POST", "/api/mcp-servers", "name=n", "text/plain"), 415);
        assertProblem(send(admin(), "POST", "/api/mcp-servers", "name=n", "application/x-www-form-urlencoded"), 415);
        assertProblem(send(admin(), "PUT", "/api/mcp-servers/1", "name=n", "application/x-www-form-urlencoded"), 415);
        assertProblem(send(admin(), "POST", "/api/mcp-servers", "{}", null), 415);
        assertProblem(send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/mcp-servers"))
                .header("Authorization", "Bearer " + admin()).header("Accept", "text/html").build()), 406);
    }

    @Test
    void tooLargeBody_answers413_alsoWhenItsLengthIsNotTold() {
        String large = "x".repeat((1 << 20) + 1);
        assertProblem(post(admin(), "/api/mcp-servers", large), 413);
        assertProblem(send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/mcp-servers"))
                .header("Authorization", "Bearer " + admin()).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large.getBytes())))
                .build()), 413);
        // well below the limit of bulk: read, and refused for what it is
        assertProblem(post(admin(), "/api/mcp-servers/bulk", "\"" + large + "\""), 400);
    }

    @Test
    void bodyOfUntoldLength_isRead() {
        byte[] body = body("n", URL).getBytes();
        Answer answer = send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/mcp-servers"))
                .header("Authorization", "Bearer " + admin()).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))).build());
        assertThat(answer.status()).isEqualTo(201);
        sql.sql("delete from mcp_server").update();
    }

    @Test
    void simpleExpressionsInInput_areTextAndNothingElse() {
        Answer answer = post(admin(), "/api/mcp-servers", body("${camelContext.stop} ${7}", URL));
        assertThat(answer.json().get("name").asText()).isEqualTo("${camelContext.stop} ${7}");
        sql.sql("delete from mcp_server").update();
    }

    @Test
    void badSelections_areRefused() {
        for (String body : new String[] {"{}", "{\"ids\":[]}", "{\"ids\":[1],\"all\":true}", "{\"ids\":[null]}",
            "{\"ids\":[\"1\"]}", "{\"ids\":1}", "{\"ids\":[1.5]}", "{\"all\":false}", "[1]", "null"}) {
            Answer answer = post(admin(), "/api/mcp-servers/bulk/enable", body);
            assertProblem(answer, 400);
        }
    }

    @Test
    void requestHeadersCannotSteerQueries() {
        Answer answer = send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/mcp-servers/1"))
                .header("Authorization", "Bearer " + admin()).header("CamelJpaParameters", "x")
                .header("CamelJpaMaximumResults", "x").header("CamelHttpResponseCode", "299").build());
        assertProblem(answer, 404);
    }

    @AfterEach
    void nothingWasStored() {
        assertThat(sql.sql("select count(*) from mcp_server").query(Long.class).single()).isZero();
    }

    private static void assertProblem(Answer answer, int status) {
        String body = answer.http().body();
        assertThat(answer.status()).as(body).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        for (String field : new String[] {"type", "title", "detail", "instance"}) {
            assertThat(answer.json().path(field).asText()).as(field + " in " + body).isNotEmpty();
        }
        assertThat(body).doesNotContain("dev.mooring").doesNotContain("java.").doesNotContain("fasterxml");
    }

    private static String body(String name, String address) {
        return "{" + (name == null ? "" : "\"name\":\"" + name + "\"") + (name == null || address == null ? "" : ",")
                + (address == null ? "" : "\"address\":\"" + address + "\"") + "}";
    }
}
