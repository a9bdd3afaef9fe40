package dev.mooring.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.api.ApiTest;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class HealthApiTest extends ApiTest {

    @Autowired
    private CamelContext camel;

    @Test
    void routeStoppedByHand_isToldAndTurnsNothingRed() throws Exception {
        camel.getRouteController().stopRoute("api-cluster-show");
        try {
            Answer answer = get(admin(), "/actuator/health/camel");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("status").asText()).isEqualTo("UP");
            assertThat(answer.json().at("/details/routesNotStarted").toString()).contains("api-cluster-show");
        } finally {
            camel.getRouteController().startRoute("api-cluster-show");
        }
        assertThat(get(admin(), "/actuator/health/camel").json().at("/details/routesNotStarted").toString())
                .doesNotContain("api-cluster-show");
    }

    @Test
    void fullHealth_isForAdminsOnly() {
        String user = user("reader");
        assertThat(get(user, "/actuator/health").status()).isEqualTo(403);
        assertThat(get(null, "/actuator/health").status()).isEqualTo(401);
        assertThat(get(user, "/actuator/health/readiness").http().body()).doesNotContain("components");
    }
}
