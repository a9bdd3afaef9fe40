package dev.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.MooringApplication;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class DatabaseDownIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOGIN = "{\"username\":\"admin\",\"password\":\"correct horse battery\"}";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void stoppedDatabase_isToldAs503_notAsABadTokenOrPassword() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        try (ConfigurableApplicationContext mooring = new SpringApplicationBuilder(MooringApplication.class,
                StandIns.class).web(WebApplicationType.SERVLET).run("--server.port=0", "--spring.datasource.url="
                + postgres.getJdbcUrl("postgres", "postgres"), "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres", "--spring.data.redis.url=redis://127.0.0.1:1",
                "--mooring.security.admin-password=correct horse battery",
                "--camel.main.routes-include-pattern=file:routes/rest-*.camel.yaml,file:routes/api-*.camel.yaml")) {
            String base = "http://127.0.0.1:" + mooring.getEnvironment().getProperty("local.server.port");
            String token = JSON.readTree(post(base + "/api/auth/login", LOGIN).body()).get("token").asText();
            HttpRequest list = HttpRequest.newBuilder(URI.create(base + "/api/mcp-servers"))
                    .header("Authorization", "Bearer " + token).build();
            assertThat(http.send(list, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            HttpRequest scrape = HttpRequest.newBuilder(URI.create(base + "/actuator/prometheus"))
                    .header("Authorization", "Bearer " + longLived(base, token)).build();
            assertThat(http.send(scrape, BodyHandlers.ofString()).statusCode()).isEqualTo(200);

            postgres.close();
            assertThat(http.send(scrape, BodyHandlers.ofString()).statusCode()).as("metrics are needed now").isEqualTo(200);
            assertUnavailable(http.send(list, BodyHandlers.ofString()));
            assertUnavailable(post(base + "/api/auth/login", LOGIN));
        } finally {
            postgres.close();
        }
    }

    private static void assertUnavailable(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("detail").asText()).contains("database cannot be reached");
    }

    private String longLived(String base, String token) throws Exception {
        return JSON.readTree(http.send(HttpRequest.newBuilder(URI.create(base + "/api/tokens"))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"prometheus\"}")).build(), BodyHandlers.ofString()).body())
                .get("token").asText();
    }

    private HttpResponse<String> post(String url, String body) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }
}
