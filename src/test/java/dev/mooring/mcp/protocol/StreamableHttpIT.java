package dev.mooring.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.mcp.ToolSync;
import dev.mooring.mcp.ToolsChanged;
import dev.mooring.mcp.backend.McpTestServer;
import dev.mooring.mcp.tools.ToolCatalog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Frames in, through bindings in a real PostgreSQL, to real MCP servers and back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StreamableHttpIT {

    private static EmbeddedPostgres postgres;
    private static JdbcTemplate jdbc;
    private static McpTestServer first;
    private static McpTestServer second;
    private static AnnotationConfigApplicationContext spring;
    private static Bridge bridge;
    private static ToolSync sync;
    private static long server;
    private static long firstService;
    private static long secondService;
    private static long broken;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().setServerConfig("listen_addresses", "127.0.0.1").start();
        DataSource data = postgres.getPostgresDatabase();
        Flyway.configure().dataSource(data).load().migrate();
        jdbc = new JdbcTemplate(data);
        first = new McpTestServer("hello ");
        second = new McpTestServer("bonjour ");
        spring = new AnnotationConfigApplicationContext();
        spring.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test",
                Map.of("mooring.mcp.tool-timeout", "5s", "mooring.mcp.catalog-age", "0s")));
        spring.registerBean(DataSource.class, () -> data);
        spring.registerBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(data));
        spring.registerBean(ToolsChanged.class, () -> service -> { });
        spring.register(McpConfiguration.class);
        spring.refresh();
        bridge = new Bridge(spring);
        sync = spring.getBean(ToolSync.class);
        long user = id("insert into app_user (username, password_hash, role) values ('u', 'x', 'USER') returning id");
        server = id("insert into mcp_server (user_id, name, address) values (?, 's', 'ws://h/') returning id", user);
        firstService = service(user, "first", first.url());
        secondService = service(user, "second one", second.url());
        broken = service(user, "broken", "http://127.0.0.1:1/mcp?token=s3cret");
        long routes = id("select id from mcp_service where kind = 'ROUTES'");
        bind(firstService, null);
        bind(broken, null);
        bind(secondService, "[\"greet\"]");
        bind(routes, "[\"current-time\"]");
    }

    private static long id(String sql, Object... arguments) {
        return jdbc.queryForObject(sql, Long.class, arguments);
    }

    private static long service(long user, String name, String url) {
        return id("insert into mcp_service (user_id, name, kind, url) values (?, ?, 'STREAMABLE_HTTP', ?) returning id",
                user, name, url);
    }

    private static void bind(long service, String tools) {
        id("insert into mcp_binding (server_id, service_id, tools) values (?, ?, ?) returning id", server, service, tools);
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
        first.close();
        second.close();
        postgres.close();
    }

    private static JsonNode send(String frame) throws Exception {
        return bridge.mapper.readTree(bridge.enter(server, () -> true, frame).get(60, TimeUnit.SECONDS));
    }

    private static JsonNode call(String tool, String arguments) throws Exception {
        return send(Bridge.callFrame("1", tool, arguments)).get("result");
    }

    private static String text(JsonNode result) {
        return result.at("/content/0/text").textValue();
    }

    private static List<String> names() throws Exception {
        List<String> names = new ArrayList<>();
        send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}").at("/result/tools")
                .forEach(tool -> names.add(tool.get("name").textValue()));
        return names;
    }

    @Test
    @Order(1)
    void sync_storesToolsAndABrokenServiceHidesNothing() throws Exception {
        assertThat(sync.sync(firstService)).isEqualTo(new ToolSync.Result(3, null));
        assertThat(sync.sync(secondService)).isEqualTo(new ToolSync.Result(3, null));
        ToolSync.Result failed = sync.sync(broken);
        assertThat(failed.error()).contains("'broken'", "refused").doesNotContain("s3cret", "Exception");
        assertThat(jdbc.queryForObject("select sync_error from mcp_service where id = ?", String.class, broken))
                .isEqualTo(failed.error());
        assertThat(sync.sync(id("select id from mcp_service where kind = 'ROUTES'"))).isEqualTo(new ToolSync.Result(2, null));
        assertThat(sync.sync(999).error()).contains("999");
        assertThat(names()).containsExactly("greet", "hang", "refuse", "second_one_greet", "current-time");
    }

    @Test
    @Order(2)
    void equalNames_reachTheirOwnService() throws Exception {
        assertThat(text(call("greet", "{\"name\":\"x\"}"))).isEqualTo("hello x");
        assertThat(text(call("second_one_greet", "{\"name\":\"x\"}"))).isEqualTo("bonjour x");
        assertThat(text(call("current-time", "{\"zone\":\"Mars/Base\"}"))).contains("no time zone 'Mars/Base'");
        assertThat(text(call("refuse", "{}"))).isEqualTo("I will not");
        assertThat(call("refuse", "{}").get("isError").booleanValue()).isTrue();
        assertThat(text(call("greet", "{}"))).contains("'name'");
        assertThat(send(Bridge.callFrame("1", "calculator", "{}")).at("/error/code").intValue()).isEqualTo(-32602);
    }

    @Test
    @Order(3)
    void hangingTool_isAnsweredAtTheTimeoutAndTheSessionLivesOn() throws Exception {
        JsonNode result = call("hang", "{}");
        assertThat(result.get("isError").booleanValue()).isTrue();
        assertThat(text(result)).isEqualTo("The service 'first' did not answer within 5 s");
        assertThat(text(call("greet", "{\"name\":\"y\"}"))).isEqualTo("hello y");
    }

    @Test
    @Order(4)
    void bigArgumentsAndResults_passToTheServiceAndBack() throws Exception {
        String name = "x".repeat(1_000_000);
        assertThat(text(call("greet", "{\"name\":\"" + name + "\"}"))).hasSize(6 + 1_000_000);
    }

    @Test
    @Order(5)
    void restartedService_isCalledThroughANewSession() throws Exception {
        first.stop();
        JsonNode down = call("greet", "{\"name\":\"z\"}");
        assertThat(down.get("isError").booleanValue()).isTrue();
        assertThat(text(down)).contains("'first'").doesNotContain("s3cret", "Exception");
        assertThat(text(call("second_one_greet", "{\"name\":\"z\"}"))).isEqualTo("bonjour z");
        assertThat(names()).contains("greet", "second_one_greet");
        first.start();
        assertThat(text(call("greet", "{\"name\":\"z\"}"))).isEqualTo("hello z");
        int before = first.calls.get();
        first.stop();
        first.start();
        assertThat(text(call("greet", "{\"name\":\"again\"}"))).isEqualTo("hello again");
        assertThat(first.calls.get()).as("run once, not twice").isEqualTo(before + 1);
    }

    @Test
    @Order(6)
    void changedBinding_showsAfterInvalidate() throws Exception {
        jdbc.update("update mcp_binding set tools = '[\"refuse\"]' where service_id = ?", firstService);
        spring.getBean(ToolCatalog.class).invalidate(server);
        assertThat(names()).containsExactly("refuse", "greet", "current-time");
    }

    @Test
    @Order(7)
    void renamedTool_isListedAndCalledByItsNewNameOnly() throws Exception {
        jdbc.update("update mcp_binding set tools = null, overrides = ? where service_id = ?",
                "{\"greet\":{\"name\":\"welcome\",\"description\":\"Welcomes\"}}", firstService);
        spring.getBean(ToolCatalog.class).invalidate(server);
        assertThat(names()).containsExactly("welcome", "hang", "refuse", "greet", "current-time");
        assertThat(send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}").at("/result/tools/0/description").textValue())
                .isEqualTo("Welcomes");
        assertThat(text(call("welcome", "{\"name\":\"x\"}"))).isEqualTo("hello x");
        assertThat(text(call("greet", "{\"name\":\"x\"}"))).isEqualTo("bonjour x");
    }

    @Test
    @Order(8)
    void postgresqlDown_theLastKnownToolsAreOffered() throws Exception {
        List<String> before = names();
        postgres.close();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(names()).isEqualTo(before));
        assertThat(text(call("greet", "{\"name\":\"q\"}"))).isEqualTo("bonjour q");
        JsonNode unknown = bridge.mapper.readTree(bridge.enter(4711, () -> true,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}").get(60, TimeUnit.SECONDS));
        assertThat(unknown.at("/error/code").intValue()).isEqualTo(-32603);
    }
}
