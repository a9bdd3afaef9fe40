package dev.mooring.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.McpProperties;
import dev.mooring.mcp.ToolSync;
import dev.mooring.mcp.backend.BackendProperties;
import dev.mooring.mcp.backend.McpTestServer;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reading services' tools into a real PostgreSQL: on a schedule, once for all instances, and when a service asks for it. */
class ServiceSyncIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static EmbeddedPostgres postgres;
    private static JdbcTemplate jdbc;
    private static TransactionTemplate transactions;
    private static McpTestServer server;
    private static ExecutorService threads;
    private final List<Long> changed = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().setServerConfig("listen_addresses", "127.0.0.1").start();
        DataSource data = postgres.getPostgresDatabase();
        Flyway.configure().dataSource(data).load().migrate();
        jdbc = new JdbcTemplate(data);
        transactions = new TransactionTemplate(new DataSourceTransactionManager(data));
        server = new McpTestServer("hello ");
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        postgres.close();
        threads.shutdownNow();
    }

    @BeforeEach
    void clear() {
        jdbc.update("delete from mcp_service where kind <> 'ROUTES'");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private static long service(String url) {
        return jdbc.queryForObject("insert into mcp_service (name, kind, url) values ('one', 'STREAMABLE_HTTP', ?) returning id",
                Long.class, url);
    }

    private record Instance(ToolSync sync, SyncSchedule schedule, ToolBackends backends) {
    }

    private Instance instance(Duration interval) {
        McpProperties properties = McpProperties.defaults();
        ObjectMapper mapper = new ObjectMapper();
        RouteToolRegistry routes = new RouteToolRegistry();
        ToolBackends backends = new ToolBackends(routes, threads, mapper, BackendProperties.defaults(),
                new JdbcRefreshTokens(jdbc, transactions));
        ToolSync sync = new PostgresToolSync(jdbc, transactions, backends,
                new ToolCatalog(jdbc, mapper, backends, routes, threads, properties), changed::add, mapper, properties);
        SyncSchedule schedule = new SyncSchedule(jdbc, new ServiceRows(jdbc, mapper), backends, sync, threads, interval);
        opened.add(schedule);
        opened.add(backends);
        return new Instance(sync, schedule, backends);
    }

    private static int tools(long service) {
        return jdbc.queryForObject("select count(*) from mcp_tool where service_id = ?", Integer.class, service);
    }

    @Test
    void sync_tellsOnlyOfChanges_andAFailureKeepsWhatWasRead() {
        long id = service(server.url());
        ToolSync sync = instance(Duration.ZERO).sync();
        assertThat(sync.sync(id)).isEqualTo(new ToolSync.Result(3, null));
        assertThat(sync.sync(id)).isEqualTo(new ToolSync.Result(3, null));
        assertThat(changed).containsExactly(id);
        assertThat(jdbc.queryForObject("select definition from mcp_tool where name = 'greet' and service_id = ?", String.class,
                id)).contains("\"inputSchema\"");
        jdbc.update("update mcp_tool set description = 'another' where service_id = ? and name = 'greet'", id);
        sync.sync(id);
        assertThat(changed).containsExactly(id, id);
        server.gate = request -> 503;
        try {
            assertThat(sync.sync(id).error()).contains("HTTP 503");
        } finally {
            server.gate = request -> 0;
        }
        assertThat(tools(id)).isEqualTo(3);
        assertThat(changed).containsExactly(id, id);
        assertThat(jdbc.queryForObject("select sync_error from mcp_service where id = ?", String.class, id)).contains("503");
        sync.sync(id);
        assertThat(jdbc.queryForObject("select sync_error from mcp_service where id = ?", String.class, id)).isNull();
    }

    @Test
    void dueServices_areReadByOneOfTheInstances_alsoBesideABrokenOne() {
        long broken = service("http://127.0.0.1:1/mcp");
        long id = service(server.url());
        jdbc.update("update mcp_service set sync_claimed_at = now() - interval '1 hour'");
        server.sessions.set(0);
        instance(Duration.ofMinutes(10)).schedule().start();
        instance(Duration.ofMinutes(10)).schedule().start();
        await().atMost(LONG).until(() -> tools(id) == 3);
        await().atMost(LONG).until(() -> jdbc.queryForObject("select sync_error from mcp_service where id = ?", String.class,
                broken) != null);
        assertThat(server.sessions).as("read once, not by each").hasValue(1);
    }

    @Test
    void serviceThatSaysItChanged_isReadAgain_onceForSeveralNotices() {
        long id = service(server.url());
        Instance instance = instance(Duration.ZERO);
        instance.schedule().start();
        instance.sync().sync(id);
        jdbc.update("delete from mcp_tool where service_id = ?", id);
        await().atMost(LONG).until(() -> {
            server.tellToolsChanged();
            return tools(id) == 3;
        });
    }

    @Test
    void deletedService_losesItsSession() {
        long id = service(server.url());
        Instance instance = instance(Duration.ZERO);
        instance.schedule().start();
        instance.sync().sync(id);
        assertThat(instance.backends().known()).containsExactly(id);
        jdbc.update("delete from mcp_service where id = ?", id);
        await().atMost(LONG).until(() -> instance.backends().known().isEmpty());
    }

    @Test
    void refreshToken_isUsedByOneAtATime() throws Exception {
        long id = service(server.url());
        jdbc.update("update mcp_service set refresh_token = 'a' where id = ?", id);
        JdbcRefreshTokens tokens = new JdbcRefreshTokens(jdbc, transactions);
        CountDownLatch inUse = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> tokens.use(id, token -> {
            inUse.countDown();
            try {
                finish.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return token + "b";
        }), threads);
        assertThat(inUse.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> tokens.use(id, token -> token + "c"), threads);
        await().atMost(LONG).until(() -> jdbc.queryForObject(
                "select count(*) from pg_locks where locktype = 'advisory' and not granted", Integer.class) == 1);
        finish.countDown();
        CompletableFuture.allOf(first, second).get(30, TimeUnit.SECONDS);
        assertThat(jdbc.queryForObject("select refresh_token from mcp_service where id = ?", String.class, id)).isEqualTo("abc");
    }
}
