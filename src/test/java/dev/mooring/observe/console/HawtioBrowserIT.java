package dev.mooring.observe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.judge.SeenSocket;
import dev.mooring.testbed.Api;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.Testbed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/**
 * Hawtio as an administrator uses it, in a real browser, on a server whose connection the judge watches from the other
 * side. Screenshots go to {@code target/hawtio}; those in {@code docs/images} are copies of them.
 */
@EnabledIf(value = "browserIsHere", disabledReason = HawtioBrowserIT.NO_BROWSER)
class HawtioBrowserIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    static final String NO_BROWSER = "SKIPPED: no Chromium with chromedriver on the PATH, so nobody looked at Hawtio. "
            + "On Debian: apt-get install chromium chromium-driver";

    @RegisterExtension
    static final Testbed bed = new Testbed(1);

    private static Api api;
    private static long server;
    private static String token;

    static boolean browserIsHere() {
        if (!Browser.isHere()) {
            System.out.println(NO_BROWSER); // Maven tells that something was skipped, and no reason
        }
        return Browser.isHere();
    }

    @BeforeAll
    static void oneServerIsConnected() {
        Map<String, Long> ids = bed.enable("kitchen", 1);
        bed.settle(PATIENCE);
        api = bed.api();
        server = ids.get("kitchen1");
        token = bed.judge().address("kitchen1").replaceAll(".*token=", "");
    }

    private static List<SeenSocket> open() {
        return bed.judge().sockets(0).stream().filter(socket -> socket.closed() == SeenSocket.NEVER).toList();
    }

    private static By button(String text) {
        return By.xpath("//button[normalize-space(.)='" + text + "']");
    }

    private static By inTree(String node) {
        return By.xpath("//button[contains(@class,'tree-view__node-text')][normalize-space(.)='" + node + "']");
    }

    private static By tab(String title) {
        return By.xpath("//*[self::a or self::button][normalize-space(.)='" + title + "']");
    }

    private static By row(String route, String state) {
        return By.xpath("//tr[td[normalize-space(.)='" + route + "']][td[normalize-space(.)='" + state + "']]");
    }

    private static By box(String route) {
        return By.xpath("//tr[td[normalize-space(.)='" + route + "']]//input[@type='checkbox']");
    }

    @Test
    void admin_looksAtAServersRoute_stopsIt_andStartsIt(@TempDir Path profile) {
        String route = "mcp-server-" + server;
        try (Browser browser = Browser.start(profile)) {
            browser.open(bed.running().get(0).url() + "/actuator/hawtio");
            browser.await(By.id("username"));
            browser.picture("hawtio-login");
            browser.type(By.id("username"), "admin");
            browser.type(By.id("password"), Instance.PASSWORD);
            browser.click(button("Log in"));

            browser.await(inTree(route));
            browser.type(By.id("input-search"), "mcp-server");
            browser.click(inTree(route));
            browser.await(By.cssSelector(".camel-node-content"));
            browser.hover(By.cssSelector(".camel-node-content"));
            browser.await(By.xpath("//*[normalize-space(.)='Completed']"));
            browser.picture("hawtio-diagram");
            assertThat(browser.text()).contains("From mcp-conn").doesNotContain("An error occurred");

            browser.click(tab("Attributes"));
            browser.await(By.xpath("//tr[td[normalize-space(.)='Description']][td[normalize-space(.)='kitchen1']]"));
            browser.picture("hawtio-route");
            assertThat(browser.text()).doesNotContain(token);

            browser.click(inTree("routes"));
            browser.click(tab("Routes"));
            browser.await(row(route, "Started"));
            assertThat(open()).hasSize(1);
            browser.click(box(route));
            browser.click(button("Stop"));
            await().atMost(PATIENCE).until(() -> open().isEmpty());
            await().atMost(PATIENCE).until(() -> api.get(server).path("status").asText().equals("Stopped"));
            assertThat(api.get(server).toString()).as("by whom").contains("\"admin\"");
            browser.await(row(route, "Stopped"));
            browser.picture("hawtio-stopped");

            browser.tick(box(route));
            browser.click(button("Start"));
            await().atMost(PATIENCE).until(() -> open().size() == 1
                    && api.get(server).path("status").asText().equals("Connected"));
            browser.await(row(route, "Started"));
            assertThat(bed.settle(PATIENCE).clean()).isTrue();
        }
    }

    @Test
    void serversAddress_isNowhereInWhatJolokiaTells() {
        assertThat(api.connection(server).path("WebSocketEndpoint").asText()).doesNotContain(token);
        String context = "org.apache.camel:context=mooring,type=context,name=\"mooring\"";
        List<Object> questions = List.of(Map.of("type", "list"),
                Map.of("type", "read", "mbean", "org.apache.camel:*", "config", Map.of("ignoreErrors", true)),
                Map.of("type", "exec", "mbean", context, "operation", "dumpRoutesAsXml()"),
                Map.of("type", "exec", "mbean", context, "operation", "dumpRoutesStatsAsXml", "arguments", List.of(true, true)));
        for (Object question : questions) {
            Api.Answer answer = api.send("POST", "/actuator/jolokia", question);
            assertThat(answer.body().path("status").asInt()).isEqualTo(200);
            assertThat(answer.body().toString()).contains("mcp-server-" + server).doesNotContain(token)
                    .doesNotContain(bed.database().password()).doesNotContain(Instance.PASSWORD);
        }
    }
}
