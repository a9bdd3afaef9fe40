package dev.mooring.connection.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.connection.ConnectionMonitorProperties;
import dev.mooring.connection.ConnectionProperties;
import dev.mooring.connection.ReconnectReason;
import dev.mooring.connection.ConnectionState;
import dev.mooring.connection.ConnectionState.Status;
import dev.mooring.connection.Conversation;
import dev.mooring.ownership.FrameGate;
import dev.mooring.ownership.Grant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The life of a connection, on a clock and a network under the test's control. */
class ServerConnectionTest {
    private final ManualTimers timers = new ManualTimers();
    private final Workers workers = new Workers();
    private final List<Dial> dials = new CopyOnWriteArrayList<>();
    private final List<ConnectionState> states = new CopyOnWriteArrayList<>();
    private final List<Long> givenUp = new CopyOnWriteArrayList<>();
    private final AtomicBoolean gate = new AtomicBoolean(true);

    @AfterEach
    void stop() {
        workers.close();
    }

    private ServerConnection start(boolean afterFault) {
        Binder binder = new Binder(new MapConfigurationPropertySource(Map.of()));
        Surroundings around = new Surroundings(binder.bindOrCreate("c", ConnectionProperties.class),
                binder.bindOrCreate("m", ConnectionMonitorProperties.class),
                id -> Optional.of("wss://example.org/mcp/?token=secret"), this::dial, timers, new States(), workers,
                givenUp::add, new Random(1));
        ServerConnection connection = new ServerConnection(
                new Grant(7, "Kitchen", 3, "i1", gate::get, afterFault), new Silent(), around, Duration.ofSeconds(1), 10);
        connection.start(Duration.ZERO);
        return connection;
    }

    private Dialer.Attempt dial(EndpointAddress address, FrameGate gate, Dialer.Listener listener) {
        Dial dial = new Dial(listener);
        dials.add(dial);
        return dial;
    }

    private Dial dial(int index) {
        await().until(() -> dials.size() > index);
        return dials.get(index);
    }

    private ConnectionState last() {
        return states.get(states.size() - 1);
    }

    @Test
    void firstAttempt_isMadeAtOnce_andItsStateNamesNoToken() {
        start(false);
        Dial first = dial(0);
        assertThat(last().status()).isEqualTo(Status.Connecting);
        first.open();
        assertThat(last().status()).isEqualTo(Status.Connected);
        assertThat(last().webSocketEndpoint()).isEqualTo("wss://example.org/mcp/?***");
        assertThat(states.toString()).doesNotContain("secret");
    }

    @Test
    void endpointThatKeepsRefusing_isFailedAfterTenAttempts_andGivenUp() {
        start(false);
        for (int i = 0; i < 10; i++) {
            dial(i).listener.failed(Failure.of(ReconnectReason.UNREACHABLE, "refused"));
            if (i < 9) {
                assertThat(last().status()).isEqualTo(Status.Disconnected);
                timers.advance(Duration.ofSeconds(30));
            }
        }
        assertThat(last().status()).isEqualTo(Status.Failed);
        assertThat(last().reconnectAttempts()).isEqualTo(10);
        await().until(() -> givenUp.equals(List.of(7L)));
        timers.advance(Duration.ofSeconds(59));
        assertThat(dials).hasSize(10);
        timers.advance(Duration.ofSeconds(1));
        dial(10);
    }

    @Test
    void refusedToken_isToldInTheState_andRetriedAfterTheCooldownOnly() {
        start(false);
        dial(0).listener.failed(Failure.ofClose((short) 4004));
        assertThat(last().status()).isEqualTo(Status.Failed);
        assertThat(last().lastError()).contains("refused the token (close 4004)");
        timers.advance(Duration.ofSeconds(59));
        assertThat(dials).hasSize(1);
        timers.advance(Duration.ofSeconds(1));
        dial(1);
        assertThat(givenUp).isEmpty();
    }

    @Test
    void lateSuccessOfAnOldAttempt_isClosedUnused() {
        ServerConnection connection = start(false);
        Dial old = dial(0);
        connection.reconnect(ReconnectReason.ASKED, "test");
        Dial young = dial(1);
        old.open();
        young.open();
        assertThat(old.aborted).isTrue();
        assertThat(old.hardClosed).isTrue();
        assertThat(young.hardClosed).isFalse();
        assertThat(old.written).isEmpty();
    }

    @Test
    void closeDuringAnAttempt_makesItsLateSuccessUseless() {
        ServerConnection connection = start(false);
        Dial dial = dial(0);
        assertThat(connection.close()).isCompleted();
        dial.open();
        assertThat(dial.hardClosed).isTrue();
        timers.advance(Duration.ofMinutes(5));
        assertThat(dials).hasSize(1);
    }

    @Test
    void cleanClose_isFollowedByAnAttempt_notEarlierThanTheRelayNeeds() {
        start(false);
        dial(0).open();
        timers.advance(Duration.ofSeconds(61));
        dial(0).listener.closed(Failure.ofClose((short) 1000));
        timers.advance(Duration.ofMillis(499));
        assertThat(dials).hasSize(1);
        timers.advance(Duration.ofMillis(501));
        dial(1);
    }

    @Test
    void flappingConnection_doesNotStartTheBackoffOver_butAStableOneDoes() {
        start(false);
        dial(0).open();
        dial(0).listener.closed(Failure.ofClose(null));
        timers.advance(Duration.ofSeconds(1));
        dial(1).open();
        dial(1).listener.closed(Failure.ofClose(null));
        assertThat(last().reconnectAttempts()).isEqualTo(2);
        timers.advance(Duration.ofSeconds(2));
        dial(2).open();
        for (int i = 0; i < 7; i++) {
            timers.advance(Duration.ofSeconds(10));
            dial(2).listener.life();
        }
        dial(2).listener.closed(Failure.ofClose(null));
        assertThat(last().reconnectAttempts()).isEqualTo(1);
    }

    @Test
    void silentConnection_isPinged_andAfterTwoMinutesClosedAndOpenedAgain() {
        start(false);
        dial(0).open();
        timers.advance(Duration.ofSeconds(119));
        assertThat(dial(0).pings).isEqualTo(5);
        assertThat(dial(0).hardClosed).isFalse();
        timers.advance(Duration.ofSeconds(2));
        assertThat(dial(0).hardClosed).isTrue();
        assertThat(last().lastError()).contains("no sign of life");
        timers.advance(Duration.ofSeconds(1));
        dial(1);
    }

    @Test
    void takeoverAfterAFault_isVerifiedByOneReconnect_ifNoMessageArrives() {
        start(true);
        dial(0).open();
        timers.advance(Duration.ofSeconds(29));
        assertThat(dial(0).closeSent).isFalse();
        timers.advance(Duration.ofSeconds(21));
        assertThat(dial(0).closeSent).isTrue();
        dial(0).end();
        timers.advance(Duration.ofMillis(500));
        dial(1).open();
        timers.advance(Duration.ofSeconds(60));
        assertThat(dial(1).closeSent).isFalse();
    }

    @Test
    void takeoverAfterAFault_withAMessage_staysAsItIs() {
        start(true);
        dial(0).open();
        dial(0).listener.text("{}");
        timers.advance(Duration.ofSeconds(60));
        assertThat(dial(0).closeSent).isFalse();
        assertThat(dials).hasSize(1);
    }

    @Test
    void closedGate_closesHardInsteadOfPinging_andConnectsNoMore() {
        start(false);
        dial(0).open();
        gate.set(false);
        timers.advance(Duration.ofSeconds(20));
        assertThat(dial(0).hardClosed).isTrue();
        assertThat(dial(0).pings).isZero();
        dial(0).listener.closed(Failure.ofClose(null));
        timers.advance(Duration.ofMinutes(2));
        assertThat(dials).hasSize(1);
    }

    /** One attempt and, once opened, its socket. */
    private static final class Dial implements Dialer.Attempt, Dialer.Socket {
        private final Dialer.Listener listener;
        private final List<String> written = new CopyOnWriteArrayList<>();
        private final List<Runnable> whenClosed = new CopyOnWriteArrayList<>();
        private volatile boolean aborted;
        private volatile boolean hardClosed;
        private volatile boolean closeSent;
        private volatile int pings;

        Dial(Dialer.Listener listener) {
            this.listener = listener;
        }

        void open() {
            listener.opened(this);
        }

        void end() {
            whenClosed.forEach(Runnable::run);
        }

        @Override
        public void abort() {
            aborted = true;
        }

        @Override
        public void write(String text) {
            written.add(text);
        }

        @Override
        public void ping() {
            pings++;
        }

        @Override
        public void pause() {
        }

        @Override
        public void resume() {
        }

        @Override
        public void sendClose() {
            closeSent = true;
        }

        @Override
        public void closeHard() {
            hardClosed = true;
            end();
        }

        @Override
        public void whenClosed(Runnable task) {
            whenClosed.add(task);
        }
    }

    private static final class Silent implements FrameSink {
        @Override
        public void frame(Grant grant, Conversation conversation, String frame, Consumer<String> answered) {
            answered.accept(null);
        }

        @Override
        public boolean wantsEvents() {
            return false;
        }

        @Override
        public void event(Grant grant, VertxWebsocketEvent event, String detail, Runnable done) {
            done.run();
        }
    }

    private final class States implements StateSink {
        @Override
        public CompletableFuture<Void> put(Grant grant, ConnectionState state) {
            states.add(state);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> remove(Grant grant) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
