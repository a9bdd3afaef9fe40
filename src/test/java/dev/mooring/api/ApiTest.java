package dev.mooring.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.MooringApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/** The whole program over HTTP, on a real PostgreSQL, with stand-ins for what Redis tells. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = {MooringApplication.class, StandIns.class},
        properties = {"camel.main.routes-include-pattern=file:routes/rest-*.camel.yaml,file:routes/api-*.camel.yaml,"
                + "file:routes/mcp-*.camel.yaml,file:routes/tools/*.camel.yaml,file:routes/server-connection.camel.yaml",
            "mooring.security.admin-password=" + ApiTest.ADMIN_PASSWORD,
            "mooring.embedded.enabled=false", "mooring.mcp.stdio.enabled=true", "spring.main.allow-bean-definition-overriding=true"})
@AutoConfigureObservability(tracing = false)   // Spring Boot has tests without it
@ContextConfiguration(initializers = TestDatabase.class)
public abstract class ApiTest {

    protected static final String ADMIN_PASSWORD = "correct horse battery";
    protected static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static String adminToken;

    @LocalServerPort
    protected int port;
    @Autowired
    protected JdbcClient sql;
    @Autowired
    protected StandIns.Hints hints;
    @Autowired
    protected StandIns.States states;
    @Autowired
    protected StandIns.Sync sync;

    /** An answer; {@code json} is null when there is no body. */
    public record Answer(int status, HttpResponse<String> http, JsonNode json) {
        public String contentType() {
            return http.headers().firstValue("Content-Type").orElse(null);
        }
    }

    @BeforeEach
    void startFromNothing() {
        sql.sql("delete from mcp_server").update();
        sql.sql("delete from mcp_service where user_id is not null").update();
        sql.sql("delete from app_user where username <> 'admin'").update();
        hints.reset();
        states.reset();
        sync.reset();
    }

    protected String admin() {
        if (adminToken == null) {
            adminToken = login("admin", ADMIN_PASSWORD);
        }
        return adminToken;
    }

    protected String login(String username, String password) {
        Answer answer = post(null, "/api/auth/login",
                "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
        if (answer.status() != 200) {
            throw new AssertionError("login: " + answer.status() + " " + answer.http().body());
        }
        return answer.json().get("token").asText();
    }

    /** A new user's token. */
    protected String user(String name) {
        Answer answer = post(admin(), "/api/users",
                "{\"username\":\"" + name + "\",\"password\":\"password of " + name + "\"}");
        if (answer.status() != 201) {
            throw new AssertionError("create user: " + answer.status() + " " + answer.http().body());
        }
        return login(name, "password of " + name);
    }

    protected long createServer(String token, String name) {
        return post(token, "/api/mcp-servers", "{\"name\":\"" + name
                + "\",\"address\":\"wss://example.org/mcp/?token=secret\"}").json().get("id").asLong();
    }

    protected Answer get(String token, String path) {
        return send(token, "GET", path, null, null);
    }

    protected Answer post(String token, String path, String body) {
        return send(token, "POST", path, body, "application/json");
    }

    protected Answer put(String token, String path, String body) {
        return send(token, "PUT", path, body, "application/json");
    }

    protected Answer delete(String token, String path) {
        return send(token, "DELETE", path, null, null);
    }

    protected Answer send(String token, String method, String path, String body, String contentType) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        return send(request.build());
    }

    protected Answer send(HttpRequest request) {
        try {
            HttpResponse<String> http = HTTP.send(request, BodyHandlers.ofString());
            String body = http.body();
            boolean json = http.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Answer(http.statusCode(), http, json && !body.isEmpty() ? JSON.readTree(body) : null);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
