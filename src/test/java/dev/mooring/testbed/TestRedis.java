package dev.mooring.testbed;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import redis.embedded.core.ExecutableProvider;

/** A Redis process of our own on loopback, with its data in a temporary folder (append-only file). */
public final class TestRedis implements RedisSetup {

    private static Path binary;

    private final Path data = Folders.temporary("redis");
    private final List<String> arguments;
    private int port;
    private Process process;
    private RedisClient client;
    private StatefulRedisConnection<String, String> connection;

    private TestRedis(List<String> arguments) {
        this.arguments = arguments;
    }

    /** Starts Redis on a free port, with more arguments such as {@code --replicaof 127.0.0.1 7000}. */
    public static TestRedis start(String... arguments) {
        return start(FreePort::find, arguments);
    }

    static TestRedis start(IntSupplier freePort, String... arguments) {
        TestRedis redis = new TestRedis(List.of(arguments));
        for (int attempt = 1; ; attempt++) {
            redis.port = freePort.getAsInt();
            try {
                redis.restart();
                return redis;
            } catch (IllegalStateException e) {   // somebody else was quicker to take the port
                if (attempt == 3) {
                    throw e;
                }
            }
        }
    }

    public int port() {
        return port;
    }

    /** The address for {@code SPRING_DATA_REDIS_URL}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public List<String> properties() {
        return List.of("spring.data.redis.url=" + url());
    }

    /** Commands for looking at keys; a connection is made when first used and comes back after a restart. */
    @Override
    public synchronized RedisCommands<String, String> commands() {
        if (connection == null) {
            client = RedisClient.create(RedisURI.builder().withHost("127.0.0.1").withPort(port)
                    .withTimeout(Duration.ofSeconds(5)).build());
            client.setOptions(ClientOptions.builder().autoReconnect(true).build());
            connection = client.connect();
        }
        return connection.sync();
    }

    /** How long a command of {@link #commands} may take; 5 s to begin with. */
    public synchronized void patience(Duration patience) {
        commands();
        connection.setTimeout(patience);
    }

    /** Starts it again after {@link #stop} or {@link #kill} on the same port, with the data that is there. */
    public void restart() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("Redis runs already");
        }
        List<String> command = new ArrayList<>(List.of(binary().toString(), "--port", Integer.toString(port),
                "--bind", "127.0.0.1", "--dir", data.toString(), "--appendonly", "yes", "--save", "",
                "--logfile", data.resolve("redis.log").toString()));
        command.addAll(arguments);
        process = Processes.start(new ProcessBuilder(command));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!answersAsOurs()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                Processes.kill(process);
                throw new IllegalStateException("Redis did not start on port " + port + ": " + lastLog());
            }
        }
    }

    /** Stops it in good order; the data stays. */
    public void stop() {
        Processes.stop(process, Duration.ofSeconds(10));
    }

    /** Kills it; what it had not yet written is lost. */
    public void kill() {
        Processes.kill(process);
    }

    /** Throws the data away; call while it is stopped. */
    public void wipe() {
        if (process.isAlive()) {
            throw new IllegalStateException("Stop Redis before its data is thrown away");
        }
        for (String name : List.of("appendonly.aof", "dump.rdb")) {
            try {
                Files.deleteIfExists(data.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** SIGSTOP: connections stay, nothing is answered. */
    public void pause() {
        Processes.signal(process.toHandle(), "STOP");
    }

    /** SIGCONT. */
    public void resume() {
        Processes.signal(process.toHandle(), "CONT");
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdown(0, 2, TimeUnit.SECONDS);
        }
        Processes.kill(process);
        Folders.delete(data);
    }

    /** Whether the server on the port is the process we started, and not merely some Redis. */
    private boolean answersAsOurs() {
        RedisClient probe = RedisClient.create(RedisURI.builder().withHost("127.0.0.1").withPort(port)
                .withTimeout(Duration.ofSeconds(2)).build());
        try (StatefulRedisConnection<String, String> probing = probe.connect()) {
            return probing.sync().info("server").lines().map(String::strip)
                    .anyMatch(("process_id:" + process.pid())::equals);
        } catch (RedisException e) {
            return false;
        } finally {
            probe.shutdown(0, 2, TimeUnit.SECONDS);
        }
    }

    private String lastLog() {
        try {
            List<String> lines = Files.readAllLines(data.resolve("redis.log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            return "it wrote no log";
        }
    }

    static synchronized Path binary() {
        if (binary == null) {
            try {
                binary = ExecutableProvider.newJarResourceProvider(Folders.temporary("redis-binary").toFile()).get()
                        .toPath();
            } catch (IOException e) {
                throw new UncheckedIOException("The Redis binary could not be unpacked", e);
            }
        }
        return binary;
    }
}
