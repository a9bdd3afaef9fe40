package dev.mooring.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis in {@code redis/} of the data folder, with an append-only file, on loopback only. It runs as a daemon,
 * in a session of its own, so that Ctrl+C in a terminal does not reach it.
 */
final class RedisServer implements EmbeddedServer {

    private static final String PORT_FILE = "redis.port";
    private static final String LOG = "redis.log";
    private static final int PREFERRED_PORT = 16379;
    private static final int START_ATTEMPTS = 5;
    private static final long ANSWER_MILLIS = 60_000;
    private static final long POLL_MILLIS = 25;

    private final DataFolder folder;
    private final Path data;

    RedisServer(DataFolder folder) {
        this.folder = folder;
        this.data = folder.file("redis");
    }

    @Override
    public String name() {
        return "Redis";
    }

    String url() {
        return "redis://127.0.0.1:" + port().orElseThrow();
    }

    Optional<Integer> port() {
        return folder.readPort(PORT_FILE);
    }

    @Override
    public boolean ensureRunning() {
        if (isOurs()) {
            awaitAnswer();
            return false;
        }
        try {
            Files.createDirectories(data);
            Path program = unpack();
            int wanted = port().orElse(PREFERRED_PORT);
            int exit = 0;
            for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
                int port = attempt == 1 ? FreePort.onLoopback(wanted) : FreePort.any();
                folder.write(PORT_FILE, Integer.toString(port));
                folder.write("redis.conf", configuration(port));
                exit = Command.run(folder.file(LOG), 30,
                        List.of(program.toString(), folder.file("redis.conf").toString()));
                if (exit == 0 && awaitAnswer()) {
                    return true;
                }
            }
            throw new EmbeddedException("The embedded Redis could not be started (exit code " + exit
                    + "); the end of " + folder.file(LOG) + " says: " + folder.tail(LOG));
        } catch (IOException e) {
            throw new EmbeddedException("The embedded Redis could not be unpacked into " + folder.root() + " ("
                    + e.getMessage() + "): is the disk full or read-only?", e);
        }
    }

    @Override
    public void stop() {
        if (!isOurs()) {
            return;
        }
        int port = port().orElseThrow();
        RedisProbe.ask(port, "SHUTDOWN");
        // not its process id: where nobody reaps orphans it stays visible as a zombie
        long deadline = System.currentTimeMillis() + 15_000;
        while (isOurs() && System.currentTimeMillis() < deadline) {
            pause();
        }
    }

    private String configuration(int port) {
        return """
                bind 127.0.0.1
                port %d
                daemonize yes
                dir %s
                pidfile %s
                logfile %s
                appendonly yes
                appendfsync everysec
                save ""
                maxmemory-policy noeviction
                maxclients 10000
                """.formatted(port, quoted(data), quoted(folder.file("redis.pid")), quoted(folder.file(LOG)));
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private Path unpack() throws IOException {
        Path bin = Files.createDirectories(folder.file("bin"));
        try {
            return ExecutableProvider.newJarResourceProvider(bin.toFile()).get().toPath();
        } catch (RuntimeException e) {
            throw new EmbeddedException("Mooring brings no Redis for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch")
                    + ": run PostgreSQL and Redis yourself and set spring.datasource.url and spring.data.redis.url.", e);
        }
    }

    /** Waits until it has read its data; false when it is not ours or goes away meanwhile. */
    private boolean awaitAnswer() {
        long deadline = System.currentTimeMillis() + ANSWER_MILLIS;
        int absent = 0;
        while (System.currentTimeMillis() < deadline && absent < 100) {
            if (!isOurs()) {
                absent++;
            } else if (RedisProbe.ask(port().orElseThrow(), "PING").filter(reply -> reply.contains("+PONG")).isPresent()) {
                return true;
            }
            pause();
        }
        return false;
    }

    /** Whether a Redis of this machine answers on the remembered port and serves our folder. */
    private boolean isOurs() {
        return port().filter(port -> answers(port, "CONFIG GET dir", data.toString()::equals)
                && answers(port, "INFO server", RedisServer::isRedisHere)).isPresent();
    }

    private static boolean answers(int port, String command, Predicate<String> line) {
        return RedisProbe.ask(port, command).filter(lines -> lines.stream().anyMatch(line)).isPresent();
    }

    /** A port may be forwarded to a container whose Redis has a folder of the same name. */
    private static boolean isRedisHere(String line) {
        return line.matches("process_id:\\d+")
                && ProcessHandle.of(Long.parseLong(line.substring("process_id:".length())))
                .map(process -> process.info().command().orElse("redis-server").contains("redis-server"))
                .orElse(false);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
