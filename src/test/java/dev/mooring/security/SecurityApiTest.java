package dev.mooring.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mooring.api.ApiTest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SecurityApiTest extends ApiTest {

    @Autowired
    private TokenKey tokenKey;
    @Autowired
    private Tokens tokens;
    @Autowired
    private Users users;

    @Test
    void login_givesATokenThatKnowsTheCaller() {
        Answer login = post(null, "/api/auth/login",
                "{\"username\":\"admin\",\"password\":\"" + ADMIN_PASSWORD + "\"}");
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.json().get("tokenType").asText()).isEqualTo("Bearer");
        assertThat(login.json().get("expiresIn").asLong()).isEqualTo(12 * 3600);
        Answer me = get(login.json().get("token").asText(), "/api/auth/me");
        assertThat(me.json().get("username").asText()).isEqualTo("admin");
        assertThat(me.json().get("role").asText()).isEqualTo("ADMIN");
        assertThat(me.http().body()).doesNotContainIgnoringCase("hash").doesNotContain("$2");
    }

    @Test
    void wrongPassword_andUnknownUser_answerTheSame() {
        Answer wrong = post(null, "/api/auth/login", "{\"username\":\"admin\",\"password\":\"wrong\"}");
        Answer unknown = post(null, "/api/auth/login", "{\"username\":\"nobody-here\",\"password\":\"wrong\"}");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.contentType()).startsWith("application/problem+json");
        assertThat(unknown.http().body()).isEqualTo(wrong.http().body());
        assertThat(unknown.status()).isEqualTo(401);
    }

    @Test
    void severalFailures_slowTheNextDown() {
        String body = "{\"username\":\"guessed\",\"password\":\"wrong\"}";
        for (int i = 0; i < 5; i++) {
            assertThat(post(null, "/api/auth/login", body).status()).isEqualTo(401);
        }
        Answer slowed = post(null, "/api/auth/login", body);
        // a slow machine may need longer than the first wait of 1 s for one attempt; the next wait is longer
        for (int i = 0; i < 5 && slowed.status() == 401; i++) {
            slowed = post(null, "/api/auth/login", body);
        }
        assertThat(slowed.status()).isEqualTo(429);
        assertThat(Integer.parseInt(slowed.http().headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 60);
        assertThat(slowed.contentType()).startsWith("application/problem+json");
        assertThat(get(admin(), "/api/auth/me").status()).isEqualTo(200);
    }

    @Test
    void noForgedExpiredOrBrokenToken_isAccepted() throws Exception {
        long admin = users.byName("admin").orElseThrow().id();
        String good = tokens.issue(users.byId(admin).orElseThrow());
        String stamp = SignedJWT.parse(good).getJWTClaimsSet().getStringClaim("pwd");
        byte[] key = tokenKey.key().getEncoded();
        assertThat(get(good, "/api/auth/me").status()).isEqualTo(200);
        assertThat(get(sign(key, admin, stamp, 60, "mooring"), "/api/auth/me").status()).isEqualTo(200);

        String[] parts = good.split("\\.");
        String none = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes());
        for (String bad : new String[] {sign(key, admin, stamp, -1, "mooring"), sign(key, admin, stamp, 60, "other"),
            sign(new byte[32], admin, stamp, 60, "mooring"), sign(key, admin, "0000", 60, "mooring"),
            sign(key, 999_999, stamp, 60, "mooring"), none + "." + parts[1] + ".", none + "." + parts[1] + "."
            + parts[2], "nonsense", parts[0] + "." + parts[1] + ".AAAA"}) {
            Answer answer = get(bad, "/api/auth/me");
            assertThat(answer.status()).as(bad).isEqualTo(401);
            assertThat(answer.contentType()).startsWith("application/problem+json");
            assertThat(answer.json().get("detail").asText()).contains("POST /api/auth/login");
            assertThat(answer.http().headers().firstValue("WWW-Authenticate")).hasValueSatisfying(
                    header -> assertThat(header).startsWith("Bearer"));
        }
        assertThat(get(null, "/api/mcp-servers").status()).isEqualTo(401);
    }

    @Test
    void tokenWithASubjectThatIsNoUserId_isRefused() throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder().issuer("mooring").subject("admin")
                .expirationTime(Date.from(Instant.now().plusSeconds(60))).build();
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        jwt.sign(new MACSigner(tokenKey.key().getEncoded()));
        assertThat(get(jwt.serialize(), "/api/auth/me").status()).isEqualTo(401);
    }

    @Test
    void users_areManagedByAdminsOnly() {
        String ann = user("ann");
        assertThat(get(ann, "/api/users").status()).isEqualTo(403);
        assertThat(get(ann, "/api/users").contentType()).startsWith("application/problem+json");
        assertThat(post(ann, "/api/users", "{\"username\":\"bob\",\"password\":\"long enough\"}").status())
                .isEqualTo(403);
        assertThat(get(admin(), "/api/users").json().get("total").asInt()).isEqualTo(2);
        assertThat(get(admin(), "/api/users").http().body()).doesNotContainIgnoringCase("hash");
    }

    @Test
    void badUsers_areRefused() {
        user("ann");
        assertThat(post(admin(), "/api/users", "{\"username\":\"ann\",\"password\":\"long enough\"}").status())
                .isEqualTo(409);
        for (String body : new String[] {"{\"password\":\"long enough\"}", "{\"username\":\"bob\"}",
            "{\"username\":\"bob\",\"password\":\"short\"}", "{\"username\":\"a b\",\"password\":\"long enough\"}",
            "{\"username\":\"bob\",\"password\":\"" + "x".repeat(73) + "\"}",
            "{\"username\":\"bob\",\"password\":\"" + "ü".repeat(37) + "\"}",
            "{\"username\":\"bob\",\"password\":\"long enough\",\"role\":\"ROOT\"}",
            "{\"username\":\"" + "x".repeat(65) + "\",\"password\":\"long enough\"}"}) {
            Answer answer = post(admin(), "/api/users", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.json().get("errors")).isNotEmpty();
        }
    }

    @Test
    void newPassword_endsTheTokensOfTheOldOne() {
        String ann = user("ann");
        long id = get(ann, "/api/auth/me").json().get("id").asLong();
        String bob = user("bob");
        String path = "/api/users/" + id + "/password";
        assertThat(put(bob, path, "{\"password\":\"bobs idea of it\"}").status()).isEqualTo(404);
        assertThat(put(ann, path, "{\"password\":\"short\"}").status()).isEqualTo(400);
        assertThat(put(ann, path, "{\"password\":\"another one\"}").status()).isEqualTo(204);
        assertThat(get(ann, "/api/auth/me").status()).isEqualTo(401);
        assertThat(get(login("ann", "another one"), "/api/auth/me").status()).isEqualTo(200);
    }

    @Test
    void deletedUser_isOutAtOnce_andNotWhileTheyHaveServers() {
        String ann = user("ann");
        long id = get(ann, "/api/auth/me").json().get("id").asLong();
        long server = createServer(ann, "a");
        Answer refused = delete(admin(), "/api/users/" + id);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("detail").asText()).contains("MCP servers");
        delete(ann, "/api/mcp-servers/" + server);
        assertThat(delete(admin(), "/api/users/" + id).status()).isEqualTo(204);
        assertThat(get(ann, "/api/auth/me").status()).isEqualTo(401);
    }

    @Test
    void lastAdmin_staysWhoeverAsks() {
        long id = get(admin(), "/api/auth/me").json().get("id").asLong();
        assertThat(delete(admin(), "/api/users/" + id).status()).isEqualTo(409);
    }

    @Test
    void probesAndOpenApi_needNoToken_actuatorNeedsAnAdmin() {
        assertThat(get(null, "/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(get(null, "/actuator/health/readiness").status()).isNotEqualTo(401);
        assertThat(get(null, "/actuator/health").status()).isEqualTo(401);
        assertThat(get(user("ann"), "/actuator/health").status()).isEqualTo(403);
        Answer api = get(null, "/api/openapi.json");
        assertThat(api.status()).isEqualTo(200);
        assertThat(api.json().at("/info/title").asText()).isEqualTo("Mooring");
        assertThat(api.json().at("/servers/0/url").asText()).doesNotContain("0.0.0.0");
        assertThat(api.json().get("paths").has("/api/mcp-servers/{id}")).isTrue();
    }

    private static String sign(byte[] key, long subject, String stamp, int seconds, String issuer) throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder().issuer(issuer).subject(Long.toString(subject))
                .claim("pwd", stamp).expirationTime(Date.from(Instant.now().plusSeconds(seconds))).build();
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        jwt.sign(new MACSigner(key));
        return jwt.serialize();
    }
}
