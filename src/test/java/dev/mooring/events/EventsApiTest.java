package dev.mooring.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.api.ApiTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsApiTest extends ApiTest {

    private EventReader reader(String token) {
        return new EventReader("http://127.0.0.1:" + port, token);
    }

    @Test
    void snapshot_showsTheCallersServersAndNoAddress_andInstancesToAdminsOnly() {
        String user = user("watcher");
        long theirs = createServer(user, "theirs");
        createServer(admin(), "others");
        try (EventReader own = reader(user); EventReader all = reader(admin())) {
            assertThat(own.header("Content-Type")).startsWith("text/event-stream");
            assertThat(own.header("X-Accel-Buffering")).isEqualTo("no");
            await().until(() -> own.events().size() == 1 && all.events().size() == 1);
            assertThat(own.events().get(0).path("servers")).hasSize(1);
            assertThat(own.events().get(0).at("/servers/0/serverId").asLong()).isEqualTo(theirs);
            assertThat(own.events().get(0).has("instances")).isFalse();
            assertThat(own.events().get(0).path("last").asBoolean()).isTrue();
            assertThat(all.events().get(0).path("servers")).hasSize(2);
            assertThat(all.events().get(0).path("instances")).hasSize(1);
            assertThat(all.events().toString()).doesNotContain("secret").doesNotContain("wss:");
        }
    }

    @Test
    void anotherUsersServer_isNotHeardOf() {
        String user = user("listener");
        try (EventReader own = reader(user); EventReader all = reader(admin())) {
            await().until(() -> !own.events().isEmpty());
            createServer(admin(), "hidden");
            createServer(user, "shown");
            reader(admin()).close(); // without hints it is another's coming that has everything looked at
            await().atMost(Duration.ofSeconds(40)).until(() -> own.has("server-created", e -> e.path("name").asText().equals("shown"))
                    && all.has("server-created", e -> e.path("name").asText().equals("hidden")));
            assertThat(own.events().toString()).doesNotContain("hidden");
        }
    }

    @Test
    void tooManyStreamsOfOneUser_areRefused_andOneThatWentAwayMakesRoom() {
        String user = user("greedy");
        List<EventReader> open = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                open.add(reader(user));
            }
            assertThat(open).allMatch(one -> one.status() == 200);
            Answer refused = get(user, "/api/events");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.json().path("detail").asText()).contains("max-streams-per-user");
            open.get(0).close();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                EventReader again = reader(user);
                open.add(again);
                return again.status() == 200;
            });
        } finally {
            open.forEach(EventReader::close);
        }
    }

    @Test
    void whatIsNoRequestForAStream_getsAProblem() {
        assertThat(get(null, "/api/events").status()).isEqualTo(401);
        assertThat(post(admin(), "/api/events", "{}").status()).isEqualTo(405);
        assertThat(get(null, "/api/openapi.json").json().at("/paths/~1api~1events/get/operationId").asText())
                .isEqualTo("events-stream");
    }
}
