package dev.mooring.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisCommandTimeoutException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The servers that other tests rely on. */
class TestbedTest {

    @Test
    void redis_keepsItsDataOverARestart_andLosesThemWhenWiped() {
        ProcessHandle last;
        try (TestRedis redis = TestRedis.start()) {
            redis.commands().set("colour", "blue");
            redis.stop();
            redis.restart();
            assertThat(redis.commands().get("colour")).isEqualTo("blue");
            redis.stop();
            redis.wipe();
            redis.restart();
            assertThat(redis.commands().get("colour")).isNull();
            redis.pause();
            redis.patience(Duration.ofMillis(300));
            assertThatThrownBy(() -> redis.commands().get("colour")).isInstanceOf(RedisCommandTimeoutException.class);
            redis.resume();
            redis.patience(Duration.ofSeconds(10));
            assertThat(redis.commands().ping()).isEqualTo("PONG");
            last = redis.handle();
        }
        await().until(() -> !last.isAlive());
    }

    @Test
    void postgres_givesFreshDatabases_andKeepsThemOverARestart() throws Exception {
        try (TestPostgres postgres = TestPostgres.own()) {
            TestPostgres.Database first = postgres.database();
            try (Connection connection = first.dataSource().getConnection()) {
                connection.createStatement().execute("create table note (text varchar(20))");
                connection.createStatement().execute("insert into note values ('kept')");
            }
            assertThat(postgres.database().url()).isNotEqualTo(first.url());
            int port = postgres.port();
            postgres.stop();
            assertThatThrownBy(() -> first.dataSource().getConnection()).hasMessageContaining("refused");
            postgres.restart();
            assertThat(postgres.port()).isEqualTo(port);
            try (Connection connection = first.dataSource().getConnection();
                 ResultSet found = connection.createStatement().executeQuery("select text from note")) {
                assertThat(found.next()).isTrue();
                assertThat(found.getString(1)).isEqualTo("kept");
            }
        }
    }

    @Test
    void proxy_passesOn_holdsBack_delays_andResets() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
             TcpProxy proxy = TcpProxy.to(server.getLocalPort())) {
            Thread echo = new Thread(() -> echo(server));
            echo.setDaemon(true);
            echo.start();
            try (Socket socket = new Socket("127.0.0.1", proxy.port())) {
                socket.setSoTimeout(300);
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream();
                out.write(1);
                assertThat(in.read()).isEqualTo(1);
                assertThat(proxy.connections()).isEqualTo(1);

                proxy.cut();
                out.write(2);
                out.write(3);
                assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
                socket.setSoTimeout(10_000);
                proxy.restore();
                assertThat(in.read()).isEqualTo(2);
                assertThat(in.read()).isEqualTo(3);

                proxy.delay(150);
                long begin = System.nanoTime();
                out.write(4);
                assertThat(in.read()).isEqualTo(4);
                assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(290));

                proxy.reset();
                assertThatThrownBy(() -> {
                    if (in.read() < 0) {
                        throw new SocketException("closed");
                    }
                }).isInstanceOf(SocketException.class);
                await().until(() -> proxy.connections() == 0);
            }
        }
    }

    private static void echo(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.setTcpNoDelay(true);
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // the test is over
        }
    }
}
