package dev.mooring.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import dev.mooring.testbed.Api;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.TestRedis;
import dev.mooring.testbed.Testbed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** What two instances tell of each other's doings. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventsIT {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @RegisterExtension
    static final Testbed bed = new Testbed(2, TestRedis::start, List.of("--mooring.events.heartbeat=2s",
            "--mooring.events.refresh=600s", "--mooring.security.jwt-secret=" + SECRET));

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static String token(Instance instance, String username, String password) {
        return new Api(instance.url()).send("POST", "/api/auth/login", Map.of("username", username, "password", password))
                .body().path("token").asText();
    }

    private static EventReader admins(Instance instance) {
        EventReader reader = new EventReader(instance.url(), token(instance, "admin", Instance.PASSWORD));
        await().atMost(PATIENCE).until(() -> reader.has("snapshot", event -> event.path("last").asBoolean()));
        return reader;
    }

    private static boolean isOf(JsonNode event, long server) {
        return event.path("serverId").asLong() == server;
    }

    @Test
    @Order(1)
    void whateverInstanceItHappensOn_isToldByTheOther_fromHintsAlone() {
        Instance first = bed.running().get(0);
        Instance second = bed.running().get(1);
        try (EventReader events = admins(first)) {
            assertThat(events.events().get(0).path("instances")).hasSize(2);
            long server = second.api().create("told", bed.judge().address("told"));
            second.api().enable(server); // what is created disabled is told with the next refresh
            await().atMost(PATIENCE).until(() -> events.has("server-created", e -> isOf(e, server)));
            for (int i = 0; i < 4; i++) { // some are owned by the other instance
                long one = second.api().create("told" + i, bed.judge().address("told" + i));
                second.api().enable(one);
                await().atMost(PATIENCE).until(() -> events.has("connected", e -> isOf(e, one)
                        && !e.path("instanceId").asText().isEmpty()));
            }
            assertThat(events.events().stream().filter(e -> e.path("type").asText().equals("connected"))
                    .map(e -> e.path("instanceId").asText())).contains(second.instanceId());
            long connected = events.events().stream().filter(e -> e.path("type").asText().equals("connected")).findFirst()
                    .orElseThrow().path("serverId").asLong();
            second.api().send("POST", "/api/mcp-servers/" + connected + "/restart", null);
            await().atMost(PATIENCE).until(() -> events.has("tools-changed", e -> isOf(e, connected)));
            second.api().disable(connected);
            await().atMost(PATIENCE).until(() -> events.has("disconnected", e -> isOf(e, connected)));
            second.api().delete(server);
            await().atMost(PATIENCE).until(() -> events.has("server-deleted", e -> isOf(e, server)));
            assertThat(events.comments()).isPositive();
            assertThat(events.events().toString()).doesNotContain("token=");
        }
    }

    @Test
    @Order(2)
    void tokenExpires_orItsUserGoes_andTheStreamEndsWithTheReason() throws Exception {
        Instance instance = bed.running().get(0);
        instance.api().send("POST", "/api/users", Map.of("username", "brief", "password", "password of brief"));
        JdbcTemplate sql = new JdbcTemplate(bed.database().dataSource());
        Map<String, Object> row = sql.queryForMap("select id, password_hash from app_user where username = 'brief'");
        try (EventReader expiring = new EventReader(instance.url(), shortToken(row));
             EventReader deleted = new EventReader(instance.url(), token(instance, "brief", "password of brief"))) {
            assertThat(expiring.status()).isEqualTo(200);
            await().atMost(PATIENCE).until(expiring::hasEnded);
            assertThat(expiring.has("end", e -> e.path("reason").asText().equals("token-expired"))).isTrue();
            assertThat(deleted.hasEnded()).isFalse();
            instance.api().send("DELETE", "/api/users/" + row.get("id"), null);
            await().atMost(PATIENCE).until(deleted::hasEnded);
            assertThat(deleted.has("end", e -> e.path("reason").asText().equals("token-revoked"))).isTrue();
        }
    }

    /** As the program issues them, but for a few seconds. */
    private static String shortToken(Map<String, Object> user) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(user.get("password_hash").toString()
                .getBytes(StandardCharsets.UTF_8));
        JwtClaimsSet claims = JwtClaimsSet.builder().issuer("mooring").subject(user.get("id").toString())
                .issuedAt(Instant.now()).expiresAt(Instant.now().plusSeconds(15))
                .claim("pwd", HexFormat.of().formatHex(hash, 0, 8)).build();
        return new NimbusJwtEncoder(new ImmutableSecret<>(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8),
                "HmacSHA256"))).encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
                .getTokenValue();
    }

    @Test
    @Order(3)
    void drainAndCrash_areTold_andADrainedInstanceSendsItsReadersAway() {
        Instance first = bed.running().get(0);
        Instance second = bed.running().get(1);
        try (EventReader here = admins(first); EventReader there = admins(second)) {
            String id = second.instanceId();
            String drain = "/api/cluster/instances/" + id + "/drain";
            first.api().send("POST", drain, null);
            await().atMost(PATIENCE).until(there::hasEnded);
            assertThat(there.has("end", e -> e.path("reason").asText().equals("draining"))).isTrue();
            await().atMost(PATIENCE).until(() -> here.has("instance-changed", e -> e.path("instanceId").asText().equals(id)
                    && e.path("phase").asText().equals("DRAINING")));
            first.api().send("DELETE", drain, null);
            await().atMost(PATIENCE).until(second::ready);
            bed.balance(0, PATIENCE);
            second.kill9();
            await().atMost(PATIENCE).until(() -> here.has("instance-changed", e -> e.path("instanceId").asText().equals(id)
                    && e.path("phase").asText().equals("DEAD")) || here.has("instance-left", e -> true));
            await().atMost(PATIENCE).until(() -> here.has("owner-changed", e -> e.path("previousInstanceId").asText().equals(id)
                    && e.path("instanceId").asText().equals(first.instanceId())));
        }
    }

    @Test
    @Order(4)
    void openStream_doesNotHoldUpTheEndOfTheProgram() {
        Instance last = bed.running().get(0);
        try (EventReader events = admins(last)) {
            assertThat(last.sigterm()).isTrue();
            assertThat(events.has("end", e -> e.path("reason").asText().equals("stopping"))).isTrue();
            assertThat(last.log()).doesNotContain("still active");
        }
    }
}
