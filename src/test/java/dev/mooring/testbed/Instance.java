package dev.mooring.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Mooring process, on a free port, with a log of its own under {@code target/testbed}. Runs the compiled classes, or a
 * jar when the system property {@code testbed.jar} names one; its Java is this JVM's or that of {@code testbed.java.home}.
 */
public final class Instance implements AutoCloseable {

    /** The first user's password in every test. */
    public static final String PASSWORD = "correct horse battery staple 1";

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final Path log;
    private boolean paused;
    private int port;
    private String id;
    private Api api;

    private Instance(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a process and returns at once.
     *
     * @param name part of the log file's name
     * @param redisUrl where its Redis is, perhaps a proxy's port; null if the arguments say it
     * @param arguments such as {@code --mooring.ownership.beat=1s}
     */
    public static Instance start(String name, TestPostgres.Database database, String redisUrl,
                                 List<String> arguments) {
        return start(name, database, redisUrl, List.of(), arguments);
    }

    /** The same with options for its JVM, such as system properties. */
    public static Instance start(String name, TestPostgres.Database database, String redisUrl, List<String> jvmOptions,
                                 List<String> arguments) {
        Path log = Folders.logs().resolve(name + "-" + ProcessHandle.current().pid() + "-"
                + NUMBERS.incrementAndGet() + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("testbed.java.home", System.getProperty("java.home")), "bin", "java")
                        .toString(),
                // many of them share few cores: start quickly rather than run fast
                "-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(jvmOptions);
        String jar = System.getProperty("testbed.jar");
        command.addAll(jar != null ? List.of("-jar", jar)
                : List.of("-cp", classPath(), "dev.mooring.MooringApplication"));
        command.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--mooring.simulator.enabled=false"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("SPRING_") || key.startsWith("MOORING_")
                || key.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(Map.of(
                "SPRING_DATASOURCE_URL", database.url(),
                "SPRING_DATASOURCE_USERNAME", database.username(),
                "SPRING_DATASOURCE_PASSWORD", database.password(),
                "MOORING_ADMIN_PASSWORD", PASSWORD));
        if (redisUrl != null) {
            builder.environment().put("SPRING_DATA_REDIS_URL", redisUrl);
        }
        return new Instance(Processes.start(builder), log);
    }

    /** The test's class path without the tests, whose beans are not the program's. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(System.getProperty("path.separator")))
                .filter(entry -> !Path.of(entry).endsWith("test-classes"))
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    /** Waits until the instance says that it is ready: routes are up and the lease is held. */
    public Instance awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (!ready()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("The instance ended while starting; the end of " + log + ":\n" + tail());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The instance is not ready after 180 s; the end of " + log + ":\n"
                        + tail());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return this;
    }

    /** Whether its readiness probe answers 200 now. */
    public boolean ready() {
        if (port == 0) {
            Matcher told = PORT.matcher(log());
            if (!told.find()) {
                return false;
            }
            port = Integer.parseInt(told.group(1));
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(5)).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** {@code http://127.0.0.1:port}; known once it is ready. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** A client that is logged in as the first user, once. */
    public synchronized Api api() {
        if (api == null) {
            api = new Api(url()).login("admin", PASSWORD);
        }
        return api;
    }

    /** Its id as the cluster knew it when first asked; an instance that lost its lease has another one since. */
    public synchronized String instanceId() {
        if (id == null) {
            id = api().ownInstanceId();
        }
        return id;
    }

    /** Its process id, which stays whatever happens to its lease: {@code host:pid:bootId}. */
    public boolean owns(String owner) {
        return owner != null && owner.contains(":" + process.pid() + ":");
    }

    /** SIGTERM; waits for its end, and kills it after 40 s. Returns whether it ended by itself. */
    public boolean sigterm() {
        return Processes.stop(process, Duration.ofSeconds(40));
    }

    /** SIGKILL; waits for its end. */
    public void kill9() {
        Processes.kill(process);
    }

    /** SIGSTOP. */
    public void pause() {
        Processes.signal(process.toHandle(), "STOP");
        paused = true;
    }

    /** SIGCONT. */
    public void resume() {
        Processes.signal(process.toHandle(), "CONT");
        paused = false;
    }

    /** Whether its process runs and is not paused by {@link #pause}. */
    public boolean running() {
        return process.isAlive() && !paused;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Everything it logged so far. */
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The log's end, for messages. */
    public String tail() {
        List<String> lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            Processes.kill(process);
        }
    }

    @Override
    public String toString() {
        return "instance " + process.pid() + " (" + log + ")";
    }
}
