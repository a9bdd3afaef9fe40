package dev.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.api.ApiTest;
import dev.mooring.connection.ServerStops;
import dev.mooring.ownership.Grant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Servers whose routes were stopped by hand, in the table and in the REST API. */
class StoppedServersTest extends ApiTest {

    @Autowired
    private ServerStops stops;

    private long owned(String owner, long epoch) {
        long id = createServer(admin(), "a");
        post(admin(), "/api/mcp-servers/" + id + "/enable", null);
        sql.sql("update mcp_server set epoch = ?, owner = ?, released = false where id = ?").param(epoch).param(owner)
                .param(id).update();
        return id;
    }

    private static Grant grant(long id, String owner, long epoch) {
        return new Grant(id, "a", epoch, owner, () -> true, false);
    }

    private JsonNode show(long id) {
        return get(admin(), "/api/mcp-servers/" + id).json();
    }

    private long revision(long id) {
        return sql.sql("select revision from mcp_server where id = ?").param(id).query(Long.class).single();
    }

    @Test
    void stoppedServer_saysSo_andByWhom() {
        long id = owned("x", 3);
        assertThat(show(id).has("stoppedBy")).isFalse();
        stops.stopped(grant(id, "x", 3), "ann");
        assertThat(stops.among(List.of(id))).containsEntry(id, "ann");
        assertThat(show(id).get("status").asText()).isEqualTo("Stopped");
        assertThat(show(id).get("stoppedBy").asText()).isEqualTo("ann");
        assertThat(show(id).get("stoppedAt").asText()).isNotBlank();
        JsonNode connection = get(admin(), "/api/mcp-servers/" + id + "/connection").json();
        assertThat(connection.get("status").asText()).isEqualTo("Stopped");
        assertThat(connection.get("stoppedBy").asText()).isEqualTo("ann");
        stops.started(grant(id, "x", 3));
        assertThat(show(id).get("status").asText()).isEqualTo("Disconnected");
        assertThat(show(id).has("stoppedAt")).isFalse();
    }

    @Test
    void stopOrStart_byWhoOwnsItNoMore_changesNothing() {
        long id = owned("y", 4);
        stops.stopped(grant(id, "x", 3), "ann");
        stops.stopped(grant(id, "y", 3), "ann");
        assertThat(stops.among(List.of(id))).isEmpty();
        stops.stopped(grant(id, "y", 4), "ben");
        stops.started(grant(id, "x", 3));
        assertThat(stops.among(List.of(id))).containsEntry(id, "ben");
    }

    @Test
    void restart_startsIt() {
        long id = owned("x", 3);
        stops.stopped(grant(id, "x", 3), "ann");
        post(admin(), "/api/mcp-servers/" + id + "/restart", null);
        assertThat(stops.among(List.of(id))).isEmpty();
        assertThat(hints.reconnected).containsExactly(id);
    }

    @Test
    void enable_startsIt_byARevisionThatItsOwnerSees() {
        long id = owned("x", 3);
        long before = revision(id);
        stops.stopped(grant(id, "x", 3), "ann");
        post(admin(), "/api/mcp-servers/" + id + "/enable", null);
        assertThat(stops.among(List.of(id))).isEmpty();
        assertThat(revision(id)).isEqualTo(before + 1);
        stops.stopped(grant(id, "x", 3), "ann");
        assertThat(post(admin(), "/api/mcp-servers/bulk/enable", "{\"ids\":[" + id + "]}").json().get("changed").asInt())
                .isEqualTo(1);
        assertThat(stops.among(List.of(id))).isEmpty();
        assertThat(revision(id)).isEqualTo(before + 2);
        post(admin(), "/api/mcp-servers/" + id + "/enable", null);
        assertThat(revision(id)).isEqualTo(before + 2);
    }

    @Test
    void disable_forgetsTheStop_andAnotherChangeDoesNot() {
        long id = owned("x", 3);
        stops.stopped(grant(id, "x", 3), "ann");
        put(admin(), "/api/mcp-servers/" + id, "{\"name\":\"b\",\"enabled\":true}");
        assertThat(show(id).get("status").asText()).isEqualTo("Stopped");
        put(admin(), "/api/mcp-servers/" + id, "{\"enabled\":false}");
        assertThat(stops.among(List.of(id))).isEmpty();
        stops.stopped(grant(id, "x", 3), "ann");
        assertThat(stops.among(List.of(id))).as("of a disabled server").isEmpty();
    }
}
