package dev.mooring.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.api.ApiTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The endpoint that Prometheus reads, on the whole program. */
class ScrapeTest extends ApiTest {

    private static final String PATH = "/actuator/prometheus";

    @Test
    void scrape_needsAnAdministratorsToken_whichMayBeALongLivedOne() {
        assertThat(get(null, PATH).status()).isEqualTo(401);
        assertThat(get(user("reader"), PATH).status()).isEqualTo(403);
        Answer made = post(admin(), "/api/tokens", "{\"name\":\"prometheus\"}");
        Answer scraped = get(made.json().get("token").asText(), PATH);
        assertThat(scraped.status()).isEqualTo(200);
        assertThat(scraped.contentType()).startsWith("text/plain");
        assertThat(scraped.http().body()).contains("mooring_lease_held", "hikaricp_connections{pool=\"mooring\"}",
                "hikaricp_connections{pool=\"mooring-ownership\"}", "jvm_memory_used_bytes");
        assertThat(delete(admin(), "/api/tokens/" + made.json().get("id").asLong()).status()).isEqualTo(204);
        assertThat(get(made.json().get("token").asText(), PATH).status()).isEqualTo(401);
    }

    @Test
    void requestsToManyIds_makeOneSeriesForEachPath() {
        for (int i = 0; i < 30; i++) {
            long id = 1_000_000 + i;
            get(admin(), "/api/mcp-servers/" + id);
            get(admin(), "/api/mcp-servers/" + id + "/connection");
            get(admin(), "/api/mcp-services/" + id + "/tools");
            delete(admin(), "/api/users/" + id);
            post(admin(), "/mcp/" + id, "{}");
            get(admin(), "/api/" + UUID.randomUUID());
            get(admin(), "/nothing/" + UUID.randomUUID() + "/here");
            get(null, "/secret/" + UUID.randomUUID());
        }
        String scrape = get(admin(), PATH).http().body();
        assertThat(scrape.lines().filter(line -> line.startsWith("http_server_requests_seconds_count")))
                .noneMatch(line -> line.contains("10000")).hasSizeLessThan(60)
                .anyMatch(line -> line.contains("uri=\"/api/mcp-servers/{id}/connection\""));
    }
}
