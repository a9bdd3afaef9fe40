package dev.mooring.connection.socket;

import static dev.mooring.connection.ReconnectReason.CLOSED;
import static dev.mooring.connection.ReconnectReason.HANDSHAKE;
import static dev.mooring.connection.ReconnectReason.LOST;
import static dev.mooring.connection.ReconnectReason.TIMEOUT;
import static dev.mooring.connection.ReconnectReason.TLS;
import static dev.mooring.connection.ReconnectReason.TOKEN_REFUSED;
import static dev.mooring.connection.ReconnectReason.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void whatHappened_hasOneOfAFewReasons() {
        assertThat(Failure.ofClose(null).reason()).isEqualTo(LOST);
        assertThat(Failure.ofClose((short) 1006).reason()).isEqualTo(LOST);
        assertThat(Failure.ofClose((short) 1000).reason()).isEqualTo(CLOSED);
        assertThat(Failure.ofClose((short) 1011).reason()).isEqualTo(CLOSED);
        assertThat(Failure.of(new UnknownHostException("example.org")).reason()).isEqualTo(UNREACHABLE);
        assertThat(Failure.of(new ConnectException("refused")).reason()).isEqualTo(UNREACHABLE);
        assertThat(Failure.of(new RuntimeException(new TimeoutException())).reason()).isEqualTo(TIMEOUT);
        assertThat(Failure.of(new SSLException("no trust")).reason()).isEqualTo(TLS);
        assertThat(Failure.of(new IllegalStateException("odd")).reason()).isEqualTo(HANDSHAKE);
    }

    @Test
    void refusedToken_isTheOnlyReasonNotToTrySoon() {
        for (int code : new int[] {1008, 4001, 4004}) {
            assertThat(Failure.ofClose((short) code).reason()).isEqualTo(TOKEN_REFUSED);
            assertThat(Failure.ofClose((short) code).tokenRefused()).isTrue();
        }
        assertThat(Failure.ofClose((short) 1000).tokenRefused()).isFalse();
        assertThat(Failure.ofClose((short) 1000).clean()).isTrue();
        assertThat(Failure.ofClose((short) 1001).clean()).isFalse();
    }
}
