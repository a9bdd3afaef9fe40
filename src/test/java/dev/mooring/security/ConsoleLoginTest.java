package dev.mooring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mooring.api.ApiTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who gets into Hawtio, and for how long. */
class ConsoleLoginTest extends ApiTest {

    private static final Map<String, String> VERSION = Map.of("type", "version");

    private ConsoleSession visitor() {
        return new ConsoleSession("http://127.0.0.1:" + port);
    }

    private ConsoleSession adminAtTheConsole() {
        ConsoleSession session = visitor();
        assertThat(session.login("admin", ADMIN_PASSWORD).statusCode()).isEqualTo(302);
        return session;
    }

    /** A second administrator, whom tests may do things to; returns the id. */
    private long secondAdmin(String name) {
        assertThat(post(admin(), "/api/users", "{\"username\":\"" + name + "\",\"password\":\"password of " + name
                + "\",\"role\":\"ADMIN\"}").status()).isEqualTo(201);
        return sql.sql("select id from app_user where username = ?").param(name).query(Long.class).single();
    }

    private static boolean isIn(ConsoleSession session) {
        session.get("/actuator/hawtio/login"); // a fresh CSRF token, so that only the session can be missing
        return session.jolokia(VERSION).statusCode() == 200;
    }

    @Test
    void nobody_isSentToTheLogin_andJolokiaSaysWhereItIs() {
        HttpResponse<String> page = visitor().get("/actuator/hawtio/");
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("Location").orElseThrow()).endsWith("/actuator/hawtio/login");
        for (String path : new String[] {"/actuator/jolokia", "/actuator/jolokia/version", "/actuator/hawtio/jolokia"}) {
            HttpResponse<String> call = visitor().get(path);
            assertThat(call.statusCode()).as(path).isEqualTo(401);
            assertThat(call.body()).contains("/actuator/hawtio");
            assertThat(call.headers().firstValue("WWW-Authenticate")).as("no pop-up of the browser").isEmpty();
        }
    }

    @Test
    void admin_landsInHawtio_withASessionThatScriptsCannotRead() {
        ConsoleSession session = visitor();
        HttpResponse<String> login = session.login("admin", ADMIN_PASSWORD);
        assertThat(login.headers().firstValue("Location").orElseThrow()).endsWith("/actuator/hawtio/");
        assertThat(login.headers().allValues("Set-Cookie")).filteredOn(cookie -> cookie.startsWith("MOORING_CONSOLE="))
                .singleElement().satisfies(cookie -> assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax"));
        assertThat(session.get("/actuator/hawtio/").body()).contains("<title>Hawtio</title>");
        assertThat(isIn(session)).isTrue();
    }

    @Test
    void wrongNames_andPasswords_readTheSame_andMarkupInThemStaysText() {
        HttpResponse<String> wrong = visitor().login("admin", "wrong password");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("The user name or the password is wrong.");
        HttpResponse<String> unknown = visitor().login("<script>alert(1)</script>", "wrong password");
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).contains("The user name or the password is wrong.").doesNotContain("<script");
    }

    @Test
    void userWithoutTheRole_isToldSo_andGetsNoSession() {
        user("ann");
        ConsoleSession session = visitor();
        HttpResponse<String> refused = session.login("ann", "password of ann");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("needs the role ADMIN, which ann does not have");
        assertThat(isIn(session)).isFalse();
    }

    @Test
    void guesses_areSlowedDown_togetherWithThoseAtTheApi() {
        String body = "{\"username\":\"guessed-here\",\"password\":\"wrong\"}";
        for (int i = 0; i < 5; i++) {
            assertThat(post(null, "/api/auth/login", body).status()).isEqualTo(401);
        }
        HttpResponse<String> slowed = visitor().login("guessed-here", "wrong password");
        for (int i = 0; i < 5 && slowed.statusCode() == 401; i++) { // a slow machine may have waited long enough
            slowed = visitor().login("guessed-here", "wrong password");
        }
        assertThat(slowed.statusCode()).isEqualTo(429);
        assertThat(slowed.headers().firstValue("Retry-After")).isPresent();
        assertThat(slowed.body()).contains("Too many failed logins");
    }

    @Test
    void session_endsWithItsUser() {
        long id = secondAdmin("eve");
        ConsoleSession session = visitor();
        session.login("eve", "password of eve");
        assertThat(isIn(session)).isTrue();
        assertThat(delete(admin(), "/api/users/" + id).status()).isEqualTo(204);
        assertThat(isIn(session)).isFalse();
        assertThat(session.get("/actuator/hawtio/").statusCode()).isEqualTo(302);
    }

    @Test
    void session_endsWithTheRole_andWithThePassword() {
        long id = secondAdmin("eve");
        ConsoleSession first = visitor();
        first.login("eve", "password of eve");
        assertThat(put(admin(), "/api/users/" + id + "/password", "{\"password\":\"another password\"}").status())
                .isEqualTo(204);
        assertThat(isIn(first)).isFalse();
        ConsoleSession second = visitor();
        second.login("eve", "another password");
        assertThat(isIn(second)).isTrue();
        sql.sql("update app_user set role = 'USER' where id = ?").param(id).update();
        assertThat(isIn(second)).isFalse();
        sql.sql("update app_user set role = 'ADMIN' where id = ?").param(id).update();
        assertThat(isIn(second)).as("over is over").isFalse();
    }

    @Test
    void logout_endsTheSession() {
        ConsoleSession session = adminAtTheConsole();
        assertThat(session.get("/actuator/hawtio/auth/logout").statusCode()).isEqualTo(302);
        assertThat(isIn(session)).isFalse();
    }

    @Test
    void callsThatAnotherPageCouldMake_areRefused() {
        ConsoleSession session = adminAtTheConsole();
        assertThat(session.send(session.jolokiaRequest(VERSION)).statusCode()).as("no CSRF token").isEqualTo(403);
        assertThat(session.get("/actuator/hawtio/jolokia").statusCode()).as("the bare look").isEqualTo(200);
        for (String path : new String[] {"/version", "?p=version", "/read/hawtio:type=TreeWatcher/Counter",
            "/exec/org.apache.camel:context=mooring,name=%22heartbeat%22,type=routes/stop()"}) {
            assertThat(session.get("/actuator/hawtio/jolokia" + path).statusCode()).as(path).isEqualTo(403);
            assertThat(session.get("/actuator/jolokia" + path).statusCode()).as(path).isEqualTo(403);
        }
        HttpResponse<String> old = session.send(session.request("/actuator/hawtio/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=admin&password=x&_csrf=old")));
        assertThat(old.statusCode()).isEqualTo(403);
        assertThat(old.body()).contains("too old").contains("<form");
    }

    @Test
    void bearerToken_ofAnAdmin_isEnoughForJolokia_andForNothingOfTheConsole() {
        Answer answer = post(admin(), "/actuator/jolokia", "{\"type\":\"version\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.http().headers().allValues("Set-Cookie")).isEmpty();
        assertThat(post(user("ann"), "/actuator/jolokia", "{\"type\":\"version\"}").status()).isEqualTo(403);
        assertThat(post("nonsense", "/actuator/jolokia", "{\"type\":\"version\"}").status()).isEqualTo(401);
        assertThat(get(admin(), "/actuator/hawtio/").status()).isEqualTo(302);
    }

    @Test
    void theApi_takesNoConsoleSession() {
        ConsoleSession session = adminAtTheConsole();
        assertThat(session.get("/api/users").statusCode()).isEqualTo(401);
        assertThat(session.get("/actuator/health").statusCode()).isEqualTo(401);
    }

    @Test
    void waysToOtherHosts_areClosed() throws IOException {
        ConsoleSession session = adminAtTheConsole();
        for (String path : new String[] {"/proxy/http/127.0.0.1/" + port + "/actuator/health", "/proxy/enabled",
            "/keycloak/enabled", "/auth/login"}) {
            assertThat(session.get("/actuator/hawtio" + path).statusCode()).as(path).isEqualTo(403);
        }
        try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            elsewhere.setSoTimeout(500);
            Map<String, Object> target = Map.of("url", "service:jmx:rmi:///jndi/rmi://127.0.0.1:" + elsewhere.getLocalPort() + "/x");
            session.ask(Map.of("type", "read", "mbean", "hawtio:type=TreeWatcher", "attribute", "Counter", "target", target));
            assertThat(session.ask(Map.of("type", "read", "mbean", "java.lang:type=Runtime", "attribute", "SystemProperties",
                    "target", target)).path("status").asInt()).isEqualTo(403);
            assertThatThrownBy(elsewhere::accept).as("nobody called").isInstanceOf(SocketTimeoutException.class);
        }
    }
}
