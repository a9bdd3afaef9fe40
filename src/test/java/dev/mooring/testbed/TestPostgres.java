package dev.mooring.testbed;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of our own on loopback, shared by all tests of this JVM; each test class takes a fresh database. */
public final class TestPostgres implements AutoCloseable {

    private static TestPostgres shared;

    private final AtomicInteger databases = new AtomicInteger();
    private final Path data = Folders.temporary("postgres");
    private EmbeddedPostgres server;

    private TestPostgres() {
        server = start(0);
    }

    /** One database: what goes into {@code SPRING_DATASOURCE_URL}, {@code _USERNAME} and {@code _PASSWORD}. */
    public record Database(String url, String username, String password) {

        /** For the test's own look into it. */
        public DataSource dataSource() {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(url);
            source.setUser(username);
            source.setPassword(password);
            return source;
        }

        /** The same database through a proxy. */
        public Database via(int port) {
            return new Database(url.replaceFirst(":\\d+/", ":" + port + "/"), username, password);
        }
    }

    /** The PostgreSQL of this JVM, started when first asked for; it ends with the JVM. */
    public static synchronized TestPostgres shared() {
        if (shared == null) {
            shared = new TestPostgres();
        }
        return shared;
    }

    /** One for a test that stops it, so that others are not disturbed. */
    public static TestPostgres own() {
        return new TestPostgres();
    }

    public int port() {
        return server.getPort();
    }

    /** An empty database. */
    public Database database() {
        String name = "mooring_" + databases.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
             Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("Could not create the database " + name, e);
        }
        return new Database("jdbc:postgresql://127.0.0.1:" + port() + "/" + name, "postgres", "postgres");
    }

    /** Stops the server; its data stay. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again after {@link #stop} on the same port with the same data. */
    public void restart() {
        server = start(server.getPort());
    }

    @Override
    public void close() {
        stop();
        Folders.delete(data);
    }

    private EmbeddedPostgres start(int port) {
        try {
            return EmbeddedPostgres.builder().setPort(port).setDataDirectory(data.resolve("pg"))
                    .setCleanDataDirectory(false).setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("max_connections", "200").start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start; as root it needs user namespaces (unshare -U)",
                    e);
        }
    }
}
