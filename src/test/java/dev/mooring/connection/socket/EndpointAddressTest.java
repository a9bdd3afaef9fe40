package dev.mooring.connection.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointAddressTest {

    @ParameterizedTest
    @CsvSource({
        "ws://h/mcp/?token=a%2Bb/c==, h, 80, /mcp/?token=a%2Bb/c==, ws://h/mcp/?***",
        "wss://h:8443/mcp/, h, 8443, /mcp/, wss://h:8443/mcp/",
        "WSS://h, h, 443, /, wss://h/",
        "wss://h?x=1, h, 443, /?x=1, wss://h/?***",
        "ws://[::1]:81/a, ::1, 81, /a, ws://[::1]:81/a",
        "ws://h/a#b, h, 80, /a, ws://h/a"})
    void address_isTakenApart_withoutChangingItsTarget(String text, String host, int port, String target, String masked) {
        EndpointAddress address = EndpointAddress.parse(text);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.target()).isEqualTo(target);
        assertThat(address).hasToString(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h/?secret", "ws:///?secret", "ws://u:secret@h/", "ws://h:99999/secret",
        "ws://h:secret/", "ws://h/ ?secret", ""})
    void wrongAddress_isRefused_withoutQuotingIt(String text) {
        assertThatThrownBy(() -> EndpointAddress.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("the (address|server) .*").hasMessageNotContaining("secret");
    }

    @Test
    void backoff_doublesUpToItsLongest_andIsRandomBelow() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1));
        assertThat(backoff.bound(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.bound(5)).isEqualTo(Duration.ofSeconds(16));
        assertThat(backoff.bound(6)).isEqualTo(Duration.ofSeconds(30));
        assertThat(backoff.bound(1000)).isEqualTo(Duration.ofSeconds(30));
        assertThat(backoff.after(3)).isBetween(Duration.ZERO, Duration.ofSeconds(4));
    }
}
