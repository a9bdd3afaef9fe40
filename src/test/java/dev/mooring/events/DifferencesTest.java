package dev.mooring.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.ownership.ClusterView.Member;
import dev.mooring.ownership.ClusterView.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private static final ServerPicture CONNECTED =
            new ServerPicture(7, 3, "Kitchen", true, 5, "m", null, "Connected", "host:1:a", SINCE, null);

    private static List<String> types(ServerPicture before, ServerPicture now) {
        return Differences.of(before, now).stream().map(Told::type).toList();
    }

    @Test
    void nothingChanged_nothingIsTold() {
        assertThat(Differences.of(CONNECTED, CONNECTED)).isEmpty();
    }

    @Test
    void serversComeAndGo() {
        assertThat(types(null, CONNECTED)).containsExactly("server-created", "connected");
        assertThat(types(null, CONNECTED.with("Disconnected", null, null, null))).containsExactly("server-created");
        assertThat(types(CONNECTED, null)).containsExactly("server-deleted");
        assertThat(types(null, null)).isEmpty();
    }

    @Test
    void connectionLost_andBackElsewhere() {
        ServerPicture lost = CONNECTED.with("Disconnected", "host:1:a", SINCE, "the endpoint closed");
        ServerPicture back = CONNECTED.with("Connected", "host:2:b", SINCE.plusSeconds(9), null);
        assertThat(types(CONNECTED, lost)).containsExactly("disconnected");
        assertThat(types(lost, lost.with("Connecting", "host:2:b", SINCE, null)))
                .containsExactly("owner-changed", "status-changed");
        assertThat(types(lost, back)).containsExactly("owner-changed", "connected");
        assertThat(Differences.of(CONNECTED, lost).get(0).data()).containsEntry("previousStatus", "Connected")
                .containsEntry("lastError", "the endpoint closed");
    }

    @Test
    void awayBetweenTwoLooks_isToldAsConnectedAnew() {
        assertThat(types(CONNECTED, CONNECTED.with("Connected", "host:1:a", SINCE.plusSeconds(1), null)))
                .containsExactly("connected");
    }

    @Test
    void revisionRaised_isToldAsOtherTools_andAnotherMarkAsAnotherServer() {
        ServerPicture now = new ServerPicture(7, 3, "Bath", true, 6, "n", null, "Connected", "host:1:a", SINCE, null);
        assertThat(types(CONNECTED, now)).containsExactly("server-changed", "tools-changed");
    }

    @Test
    void instancesJoinDrainAndLeave_areForAdmins() {
        Map<String, Member> one = Map.of("a", new Member("a", "http://a", SINCE, 1, 2, 0, true, Phase.LIVE));
        Map<String, Member> draining = Map.of("a", new Member("a", "http://a", SINCE, 9, 2, 0, true, Phase.DRAINING));
        assertThat(Differences.of(Map.of(), one)).singleElement().satisfies(told -> {
            assertThat(told.type()).isEqualTo("instance-joined");
            assertThat(told.userId()).isNull();
        });
        assertThat(Differences.of(one, draining)).singleElement().satisfies(told -> assertThat(told.data())
                .containsEntry("phase", "DRAINING").containsEntry("previousPhase", "LIVE"));
        assertThat(Differences.of(draining, Map.of())).extracting(Told::type).containsExactly("instance-left");
        assertThat(Differences.of(one, one)).isEmpty();
    }

    @Test
    void routeStoppedByHand_isAChangeOfStatus_thatSaysByWhom() {
        ServerPicture closed = CONNECTED.with("Disconnected", "host:1:a", SINCE, "the route was stopped by hand");
        ServerPicture stopped = new ServerPicture(7, 3, "Kitchen", true, 5, "m", "ann", "Unknown", null, null, null)
                .with("Disconnected", "host:1:a", SINCE, "the route was stopped by hand");
        assertThat(Differences.of(closed, stopped)).singleElement().satisfies(told -> {
            assertThat(told.type()).isEqualTo("status-changed");
            assertThat(told.data()).containsEntry("status", "Stopped").containsEntry("stoppedBy", "ann");
        });
    }
}
