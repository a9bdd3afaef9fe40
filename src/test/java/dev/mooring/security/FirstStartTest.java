package dev.mooring.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.api.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Several instances that start for the first time at the same moment, on a database of their own. */
@ExtendWith(OutputCaptureExtension.class)
class FirstStartTest {

    private static final SecurityProperties GENERATE = new SecurityProperties(null, null, Duration.ofHours(1));

    private JdbcClient sql;
    private Users users;

    @BeforeEach
    void emptyDatabase() {
        String url = TestDatabase.url();
        JdbcClient.create(new DriverManagerDataSource(url, "postgres", "postgres"))
                .sql("drop schema if exists first_start cascade").update();
        DriverManagerDataSource source = new DriverManagerDataSource(
                url + (url.contains("?") ? "&" : "?") + "currentSchema=first_start", "postgres", "postgres");
        Flyway.configure().dataSource(source).schemas("first_start").defaultSchema("first_start").load().migrate();
        sql = JdbcClient.create(source);
        users = new Users(sql, new DataSourceTransactionManager(source));
    }

    @Test
    void oneInstanceCreatesTheAdmin_andTellsThePasswordOnce(CapturedOutput log) throws Exception {
        together(4, () -> {
            new FirstAdmin(users, new Passwords(), GENERATE).afterSingletonsInstantiated();
            return "";
        });
        assertThat(users.count()).isEqualTo(1);
        String told = "generated password ";
        assertThat(log.getAll().split(told, -1)).hasSize(2);
        String password = log.getAll().substring(log.getAll().indexOf(told) + told.length()).split(" ")[0];
        String hash = users.byName("admin").orElseThrow().passwordHash();
        assertThat(new Passwords().matches(password, hash)).isTrue();

        new FirstAdmin(users, new Passwords(), new SecurityProperties("another password", null,
                Duration.ofHours(1))).afterSingletonsInstantiated();
        assertThat(users.byName("admin").orElseThrow().passwordHash()).isEqualTo(hash);
        assertThat(log.getAll()).doesNotContain("another password");
    }

    @Test
    void configuredPassword_isNotTold(CapturedOutput log) {
        new FirstAdmin(users, new Passwords(), new SecurityProperties("a configured one", null, Duration.ofHours(1)))
                .afterSingletonsInstantiated();
        assertThat(log.getAll()).contains("Created the user admin").doesNotContain("a configured one");
    }

    @Test
    void allInstancesShareOneKey() throws Exception {
        Set<List<Byte>> keys = new HashSet<>(together(6, () -> boxed(new TokenKey(GENERATE, sql).key().getEncoded())));
        assertThat(keys).hasSize(1);
        assertThat(keys.iterator().next()).hasSize(32);
    }

    @Test
    void tokenOfOneInstance_isAcceptedByAnother() {
        new FirstAdmin(users, new Passwords(), GENERATE).afterSingletonsInstantiated();
        User admin = users.byName("admin").orElseThrow();
        Tokens one = new Tokens(new TokenKey(GENERATE, sql), GENERATE, users);
        Tokens other = new Tokens(new TokenKey(GENERATE, sql), GENERATE, users);
        assertThat(other.convert(other.decoder().decode(one.issue(admin))).getName()).isEqualTo("admin");
    }

    private static List<Byte> boxed(byte[] bytes) {
        List<Byte> boxed = new ArrayList<>();
        for (byte b : bytes) {
            boxed.add(b);
        }
        return boxed;
    }

    private static <T> List<T> together(int count, Callable<T> start) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(java.util.Collections.nCopies(count, start))) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
