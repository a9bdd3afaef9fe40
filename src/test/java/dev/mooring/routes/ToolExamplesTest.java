package dev.mooring.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.mooring.api.TestDatabase;
import dev.mooring.mcp.routetool.SystemStatus;
import dev.mooring.testbed.TestRedis;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Each shipped example, switched on by its name as a user would, against a real server of its kind. */
class ToolExamplesTest {

    @TempDir
    private Path folder;
    private RoutesRig rig;

    @AfterEach
    void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    private void use(String name, Map<String, Object> beans, Map<String, String> properties) throws Exception {
        rig = new RoutesRig(folder, Duration.ZERO, beans);
        properties.forEach((key, value) -> {
            java.util.Properties override = new java.util.Properties();
            properties.forEach(override::setProperty);
            rig.camel.getPropertiesComponent().setOverrideProperties(override);
        });
        rig.write("tools/" + name + ".camel.yaml", Files.readString(Path.of("routes/tools/" + name + ".camel.yaml.example")));
        rig.look();
        rig.look();
        assertThat(rig.file("tools/" + name + ".camel.yaml").error()).isNull();
    }

    private Object call(String tool, Map<String, Object> arguments) throws Exception {
        return rig.tools.find(tool).orElseThrow().call(arguments);
    }

    @Test
    void weather_asksTheApiAndAnswersInASentence() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getRequestHeaders().containsKey("Latitude"));
            boolean fine = exchange.getRequestURI().getQuery().contains("latitude=52.5&");
            byte[] answer = (fine ? "{\"current\":{\"temperature_2m\":21.5,\"wind_speed_10m\":7}}" : "broken").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(fine ? 200 : 500, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        api.start();
        try {
            use("weather", Map.of(), Map.of("example.weather-url", "http://127.0.0.1:" + api.getAddress().getPort() + "/v1"));
            assertThat(asked).isEmpty();
            assertThat(call("weather", Map.of("latitude", 52.5, "longitude", 13)))
                    .isEqualTo("It is 21.5 degrees, the wind blows at 7 km/h.");
            assertThat(asked).containsExactly("GET /v1?latitude=52.5&longitude=13&current=temperature_2m,wind_speed_10m false");
            assertThatThrownBy(() -> call("weather", Map.of("latitude", 1, "longitude", 2)))
                    .hasMessage("The weather service did not answer; try again later.");
        } finally {
            api.stop(0);
        }
    }

    @Test
    void stock_readsItsDatabase_andTakesArgumentsForText() throws Exception {
        try (Connection sql = DriverManager.getConnection(TestDatabase.url(), "postgres", "postgres")) {
            sql.createStatement().execute("drop table if exists product; create table product (name text, pieces int);"
                    + "insert into product values ('Red bolt', 7), ('Blue bolt', 0), ('Nut', 3)");
        }
        use("stock", Map.of(), Map.of("example.stock.url", TestDatabase.url(), "example.stock.user", "postgres",
                "example.stock.password", "postgres"));
        assertThat(call("stock", Map.of("product", "BOLT"))).isEqualTo(List.of(
                Map.of("name", "Blue bolt", "pieces", 0), Map.of("name", "Red bolt", "pieces", 7)));
        assertThat(call("stock", Map.of("product", "x'; drop table product; --"))).isEqualTo(List.of());
        assertThat(call("stock", Map.of("product", "nut"))).isEqualTo(List.of(Map.of("name", "Nut", "pieces", 3)));
        assertThatThrownBy(() -> rig.template.requestBody("sql:delete from product?dataSource=#stockDatabase", ""))
                .hasStackTraceContaining("read-only");
    }

    @Test
    void stock_withoutADatabase_saysSo_whenItIsCalled() throws Exception {
        use("stock", Map.of(), Map.of("example.stock.url", "jdbc:postgresql://127.0.0.1:1/none?secret"));
        assertThatThrownBy(() -> call("stock", Map.of("product", "nut"))).hasMessage("The stock cannot be read now; try again later.");
    }

    @Test
    void leaveNote_queuesItInRedis() throws Exception {
        try (TestRedis redis = TestRedis.start()) {
            LettuceConnectionFactory connections = new LettuceConnectionFactory("127.0.0.1", redis.port());
            connections.afterPropertiesSet();
            Map<String, Object> beans = new HashMap<>();
            beans.put("stringRedisTemplate", new StringRedisTemplate(connections));
            use("leave-note", beans, Map.of());
            assertThat(call("leave-note", Map.of("text", "buy ${sys.user.name} milk"))).isEqualTo("Noted.");
            call("leave-note", Map.of("text", "and bread"));
            assertThat(redis.commands().lrange("example:notes", 0, -1)).containsExactly("buy ${sys.user.name} milk", "and bread");
            assertThatThrownBy(() -> call("leave-note", Map.of("text", "x".repeat(501)))).hasMessageContaining("500 characters at most");
            connections.destroy();
        }
    }

    @Test
    void systemStatus_tellsOfTheMachine() throws Exception {
        use("system-status", Map.of("systemStatus", new SystemStatus()), Map.of());
        assertThat((String) call("system-status", Map.of())).contains("GiB of memory", "cores", "It has been running for");
    }
}
