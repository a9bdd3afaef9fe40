package dev.mooring.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A real PostgreSQL in {@code postgres/} of the data folder: durable (fsync and synchronous commit stay on), on
 * loopback only, with a generated password in a file that only the owner reads.
 */
final class PostgresServer implements EmbeddedServer {

    static final String MAJOR_VERSION = "17";
    static final String USER = "mooring";
    private static final String DATABASE = "mooring";
    private static final String PORT_FILE = "postgres.port";
    private static final String PASSWORD_FILE = "postgres.password";
    private static final String LOG = "postgres.log";
    private static final int PREFERRED_PORT = 15432;
    private static final int START_ATTEMPTS = 5;
    private static final int START_SECONDS = 120;
    private static final String SETTINGS = """

            # set by Mooring when it made this folder
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 300
            log_line_prefix = '%m [%p] '
            log_checkpoints = off
            """;

    private final DataFolder folder;
    private final Path data;
    private final boolean root = "0".equals(userId());
    private Path programs;

    PostgresServer(DataFolder folder) {
        this.folder = folder;
        this.data = folder.file("postgres");
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    String url() {
        return url(port().orElseThrow(), DATABASE);
    }

    Optional<Integer> port() {
        return folder.readPort(PORT_FILE);
    }

    String password() {
        return folder.read(PASSWORD_FILE).orElseThrow(() -> new EmbeddedException("The password of the embedded"
                + " PostgreSQL is gone: " + folder.file(PASSWORD_FILE) + " is missing, but its data is there."));
    }

    @Override
    public boolean ensureRunning() {
        if (port().isPresent() && isOurs() || awaitHalfStarted()) {
            return false;
        }
        programs = PostgresBinaries.unpack(folder);
        if (!Files.exists(data.resolve("PG_VERSION")) || !Files.exists(folder.file(PASSWORD_FILE))) {
            initialise();
        }
        checkVersion();
        start();
        createDatabase();
        return true;
    }

    @Override
    public void stop() {
        forgetStrangersPid();
        if (Files.exists(data.resolve("postmaster.pid"))) {
            programs = PostgresBinaries.unpack(folder);
            run("pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "30");
        }
    }

    private void initialise() {
        // a first start that was killed half way leaves a folder that initdb would refuse
        if (Files.exists(data)) {
            if (Files.exists(folder.file("postgres.initialised"))) {
                password();
            }
            delete(data);
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        folder.write("postgres.password.setup", password + "\n");
        int exit = run("initdb", "-D", data.toString(), "-U", USER, "-A", "scram-sha-256",
                "--pwfile=" + folder.file("postgres.password.setup"), "-E", "UTF8",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C");
        if (exit != 0) {
            throw failed("initialised", exit);
        }
        try {
            Path settings = data.resolve("postgresql.conf");
            Files.writeString(settings, Files.readString(settings) + SETTINGS);
            Files.delete(folder.file("postgres.password.setup"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        folder.write(PASSWORD_FILE, password);
        folder.write("postgres.initialised", "");
    }

    private void checkVersion() {
        String version = folder.read("postgres/PG_VERSION").orElse("unknown");
        if (!version.equals(MAJOR_VERSION)) {
            throw new EmbeddedException("The data in " + data + " is of PostgreSQL " + version + ", but this Mooring"
                    + " brings " + MAJOR_VERSION + ": move the data with pg_dump, or choose another"
                    + " mooring.embedded.data-dir.");
        }
    }

    private void start() {
        forgetStrangersPid();
        int wanted = port().orElse(PREFERRED_PORT);
        int exit = 0;
        for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
            int port = attempt == 1 ? FreePort.onLoopback(wanted) : FreePort.any();
            folder.write(PORT_FILE, Integer.toString(port));
            exit = run("pg_ctl", "start", "-D", data.toString(), "-l", folder.file(LOG).toString(), "-w", "-t",
                    Integer.toString(START_SECONDS), "-o", "-p " + port);
            if (exit == 0 && isOurs()) {
                return;
            }
            pause();
        }
        throw failed("started", exit);
    }

    /** Whoever started it was killed before it answered, or it recovers from a crash: it may still come. */
    private boolean awaitHalfStarted() {
        Optional<String> port = pidFileLine(3).filter(text -> text.matches("\\d{1,5}"));
        if (port.isEmpty() || postmaster().flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("postgres")).isEmpty()) {
            return false;
        }
        folder.write(PORT_FILE, port.get());
        for (int i = 0; i < 2 * START_SECONDS && postmaster().isPresent(); i++) {
            if (isOurs()) {
                createDatabase();
                return true;
            }
            pause();
        }
        return false;
    }

    /**
     * After a kill -9 a postmaster.pid stays. PostgreSQL copes unless another program has that process id by now;
     * then, and only then, the file is in the way.
     */
    private void forgetStrangersPid() {
        postmaster().flatMap(process -> process.info().command()).filter(command -> !command.endsWith("postgres"))
                .ifPresent(command -> delete(data.resolve("postmaster.pid")));
    }

    private Optional<ProcessHandle> postmaster() {
        return pidFileLine(0).filter(text -> text.matches("\\d{1,9}"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)));
    }

    /** A line of PostgreSQL's own pid file: 0 is the process id, 3 the port. */
    private Optional<String> pidFileLine(int number) {
        return folder.read("postgres/postmaster.pid").map(text -> text.split("\\R"))
                .filter(lines -> lines.length > number).map(lines -> lines[number].strip());
    }

    private void createDatabase() {
        try (Connection connection = connect(url(port().orElseThrow(), "postgres"));
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery(
                    "select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create database " + DATABASE);
        } catch (SQLException e) {
            throw new EmbeddedException("The embedded PostgreSQL did not take its database: " + e.getMessage(), e);
        }
    }

    /** Whether the server that answers on the remembered port knows our password and serves our folder. */
    private boolean isOurs() {
        try (Connection connection = connect(url(port().orElseThrow(), "postgres"));
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("show data_directory")) {
            return answer.next() && Path.of(answer.getString(1)).toRealPath().equals(data.toRealPath());
        } catch (SQLException | IOException | EmbeddedException e) {
            return false;
        }
    }

    private Connection connect(String url) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        return new org.postgresql.Driver().connect(url, properties);
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private int run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (root) {
            // PostgreSQL refuses root; in a user namespace of its own it is nobody, yet owns the files
            command.addAll(List.of("unshare", "-U"));
            if (Command.run(folder.file(LOG), 10, List.of("unshare", "-U", "true")) != 0) {
                throw new EmbeddedException("PostgreSQL does not run as root and user namespaces are forbidden here:"
                        + " start Mooring as another user, or run PostgreSQL and Redis yourself and set"
                        + " spring.datasource.url and spring.data.redis.url.");
            }
        }
        command.add(programs.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return Command.run(folder.file(LOG), START_SECONDS + 10, command);
    }

    private EmbeddedException failed(String what, int exit) {
        return new EmbeddedException("The embedded PostgreSQL could not be " + what + " (exit code " + exit
                + "); the end of " + folder.file(LOG) + " says: " + folder.tail(LOG));
    }

    private static String userId() {
        try {
            Process process = new ProcessBuilder("id", "-u").start();
            return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path path) {
        try {
            org.springframework.util.FileSystemUtils.deleteRecursively(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
