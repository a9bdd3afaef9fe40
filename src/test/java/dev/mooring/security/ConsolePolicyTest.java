package dev.mooring.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.api.ApiTest;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What an administrator's session can make Jolokia do: what Hawtio needs, and nothing of the rest. */
class ConsolePolicyTest extends ApiTest {

    private static final String SYSTEM_SECRET = "value-of-a-system-property";

    @Autowired
    private CamelContext camel;
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private ConsoleSession session;
    private String context;

    @BeforeEach
    void logIn() {
        session = new ConsoleSession("http://127.0.0.1:" + port);
        session.login("admin", ADMIN_PASSWORD);
        session.get("/actuator/hawtio/");
        context = "org.apache.camel:context=" + camel.getManagementName() + ",type=context,name=\"" + camel.getName() + "\"";
    }

    private String route(String id) {
        return "org.apache.camel:context=" + camel.getManagementName() + ",type=routes,name=\"" + id + "\"";
    }

    private static Map<String, Object> exec(String mbean, String operation, Object... arguments) {
        return Map.of("type", "exec", "mbean", mbean, "operation", operation, "arguments", arguments);
    }

    private static Map<String, Object> read(String mbean, String attribute) {
        return Map.of("type", "read", "mbean", mbean, "attribute", attribute);
    }

    private void assertRefused(Map<String, ?> request) {
        JsonNode answer = session.ask(request);
        assertThat(answer.path("status").asInt()).as("%s answered %s", request, answer).isEqualTo(403);
        assertThat(answer.has("stacktrace")).isFalse();
        assertThat(answer.has("value")).isFalse();
    }

    @Test
    void whatHawtioNeeds_works() {
        assertThat(session.ask(read(context, "CamelVersion")).path("value").asText()).startsWith("4.");
        assertThat(session.ask(read(route("mcp-protocol"), "ExchangesTotal")).path("status").asInt()).isEqualTo(200);
        String dump = session.ask(exec(context, "dumpRoutesAsXml()")).path("value").asText();
        assertThat(dump).contains("id=\"mcp-protocol\"").doesNotContain("<errorHandler");
        assertThat(session.ask(exec(context, "dumpRoutesStatsAsXml", true, true)).path("value").asText())
                .contains("routeStat id=\"mcp-protocol\"");
        assertThat(session.ask(read("hawtio:type=TreeWatcher", "Counter")).path("status").asInt()).isEqualTo(200);
    }

    @Test
    void theJvm_staysOutOfReach() {
        assertRefused(exec("com.sun.management:type=HotSpotDiagnostic", "dumpHeap", "/tmp/never.hprof", true));
        assertRefused(exec("com.sun.management:type=HotSpotDiagnostic", "setVMOption", "HeapDumpOnOutOfMemoryError", "true"));
        assertRefused(exec("com.sun.management:type=DiagnosticCommand", "vmSystemProperties"));
        assertRefused(exec("com.sun.management:type=DiagnosticCommand", "jvmtiAgentLoad", (Object) new String[] {"/tmp/x.so"}));
        assertRefused(exec("jdk.management.jfr:type=FlightRecorder", "newRecording"));
        assertRefused(read("java.lang:type=Runtime", "SystemProperties"));
        assertRefused(read("java.lang:type=Runtime", "InputArguments"));
        assertRefused(exec("java.lang:type=Threading", "dumpAllThreads", true, true));
        assertRefused(exec("java.util.logging:type=Logging", "setLoggerLevel", "", "ALL"));
        assertRefused(read("java.util.logging:type=Logging", "LoggerNames"));
        assertRefused(Map.of("type", "write", "mbean", "java.lang:type=Memory", "attribute", "Verbose", "value", true));
    }

    @Test
    void camelItself_isNotStopped_fedOrRewritten() {
        for (String operation : new String[] {"stop()", "stop", "suspend()", "restart()", "start()", "startAllRoutes()",
            "reset()", "reset(boolean)", "getGlobalOptions()", "dumpRoutesAsYaml()", "removeEndpoints(java.lang.String)"}) {
            assertRefused(exec(context, operation));
        }
        assertRefused(exec(context, "sendBody(java.lang.String,java.lang.Object)", "direct:api-done", "x"));
        assertRefused(exec(context, "requestBody(java.lang.String,java.lang.Object)", "language:simple:${sysenv.PATH}", "x"));
        assertRefused(exec(context, "sendStringBody(java.lang.String,java.lang.String)", "direct:api-done", "x"));
        assertRefused(exec(context, "createEndpoint(java.lang.String)", "file:/tmp"));
        assertRefused(exec(context, "dumpRoutesAsXml(boolean)", true));
        assertRefused(exec(context, "setGlobalOption(java.lang.String,java.lang.String)", "a", "b"));
        for (String attribute : new String[] {"Tracing", "Timeout", "StatisticsEnabled"}) {
            assertRefused(Map.of("type", "write", "mbean", context, "attribute", attribute, "value", "1"));
        }
        assertRefused(read(context, "GlobalOptions"));
        assertThat(camel.getStatus().isStarted()).isTrue();
    }

    @Test
    void routesThatAreNoServers_areNotSwitched() throws Exception {
        for (String id : List.of("mcp-protocol", "api-done", "tool-calculator")) {
            for (String operation : new String[] {"stop()", "start()", "stop", "stop(long)", "remove()", "restart()", "suspend()",
                "resume()", "stopAndFail()", "reset()", "updateRouteFromXml(java.lang.String)", "dumpRouteAsXml(boolean)"}) {
                assertRefused(exec(route(id), operation, "x"));
            }
            assertRefused(Map.of("type", "write", "mbean", route(id), "attribute", "Tracing", "value", true));
            assertRefused(read(route(id), "LastError"));
            assertThat(beans.getAttribute(new ObjectName(route(id)), "State")).isEqualTo("Started");
        }
        for (String pattern : new String[] {"org.apache.camel:context=*,type=routes,name=*", "org.apache.camel:type=routes,*",
            "*:*", "org.apache.camel:context=*,type=routes,name=\"mcp-server-*\""}) {
            assertRefused(exec(pattern, "stop()"));
        }
        for (String operation : new String[] {"stop(long)", "remove()", "restart()", "suspend()", "stop"}) {
            assertRefused(exec(route("mcp-server-1"), operation));
        }
    }

    @Test
    void aListOfRequests_isRefusedOneByOne() throws Exception {
        JsonNode answers = JSON.readTree(session.jolokia(List.of(read(context, "State"), exec(context, "stop()"),
                read("java.lang:type=Runtime", "SystemProperties"))).body());
        assertThat(answers).extracting(answer -> answer.path("status").asInt()).containsExactly(200, 403, 403);
    }

    @Test
    void otherCommands_areRefused() {
        String client = session.ask(Map.of("type", "notification", "command", "register")).at("/value/id").asText();
        JsonNode listening = session.ask(Map.of("type", "notification", "command", "add", "client", client, "mode", "pull",
                "mbean", "java.lang:type=Memory"));
        assertThat(listening.path("status").asInt()).as("%s", listening).isNotEqualTo(200);
        assertRefused(exec("jolokia:type=Config,agent=x", "setDebug", true));
        assertRefused(exec("hawtio:type=security,name=RBACRegistry", "list()"));
        assertRefused(exec("hawtio:type=QuartzFacade", "updateCronTrigger"));
        JsonNode broken = session.ask(Map.of("type", "read", "mbean", context, "attribute", "NoSuchThing", "config",
                Map.of("includeStackTrace", true, "serializeException", true)));
        assertThat(broken.path("status").asInt()).isNotEqualTo(200);
        assertThat(broken.toString()).doesNotContain("stacktrace").doesNotContain("at org.").doesNotContain("error_value");
    }

    @Test
    void nothingElseIsListed_andNoSecretIsReadable() {
        System.setProperty("mooring.test.secret", SYSTEM_SECRET);
        String token = admin();
        JsonNode listed = session.ask(Map.of("type", "search", "mbean", "*:*")).path("value");
        Set<String> kinds = new TreeSet<>();
        List<String> answers = new ArrayList<>();
        listed.forEach(name -> {
            kinds.add(name.asText().replaceAll("context=[^,]*,|,?name=.*", ""));
            answers.add(session.ask(Map.of("type", "read", "mbean", name.asText(), "config",
                    Map.of("ignoreErrors", true))).toString());
        });
        assertThat(kinds).containsExactlyInAnyOrder("hawtio:type=Registry", "hawtio:type=TreeWatcher",
                "hawtio:type=security,area=jmx", "org.apache.camel:type=context", "org.apache.camel:type=routes");
        answers.add(session.ask(Map.of("type", "list")).toString());
        answers.add(session.ask(Map.of("type", "version")).toString());
        answers.add(session.ask(Map.of("type", "read", "mbean", "*:*", "config", Map.of("ignoreErrors", true))).toString());
        answers.add(session.ask(exec(context, "dumpRoutesAsXml()")).toString());
        answers.add(session.ask(exec(context, "dumpRoutesStatsAsXml", true, true)).toString());
        String key = sql.sql("select value from shared_secret where name = 'jwt-hs256'").query(String.class).single();
        String hash = sql.sql("select password_hash from app_user where username = 'admin'").query(String.class).single();
        String user = System.getProperty("user.home");
        assertThat(answers).allSatisfy(answer -> assertThat(answer).doesNotContain(SYSTEM_SECRET).doesNotContain(ADMIN_PASSWORD)
                .doesNotContain(token).doesNotContain(key).doesNotContain(hash).doesNotContain("java.class.path")
                .doesNotContain("user.home=" + user));
    }

    @Test
    void rights_sayWhatThePolicySays() {
        String rights = "hawtio:type=security,area=jmx,name=Mooring";
        assertThat(session.ask(exec(rights, "canInvoke(java.lang.String)", route("mcp-server-7"))).path("value").asBoolean())
                .isTrue();
        assertThat(session.ask(exec(rights, "canInvoke(java.lang.String)", route("heartbeat"))).path("value").asBoolean())
                .isFalse();
        JsonNode many = session.ask(exec(rights, "canInvoke(java.util.Map)", Map.of(route("mcp-server-7"),
                List.of("stop()", "remove()"), context, List.of("dumpRoutesStatsAsXml(boolean,boolean)", "stop()"))))
                .path("value");
        assertThat(many.path(route("mcp-server-7")).path("stop()").path("CanInvoke").asBoolean()).isTrue();
        assertThat(many.path(route("mcp-server-7")).path("remove()").path("CanInvoke").asBoolean(true)).isFalse();
        assertThat(many.path(context).path("dumpRoutesStatsAsXml(boolean,boolean)").path("CanInvoke").asBoolean()).isTrue();
        assertThat(many.path(context).path("stop()").path("CanInvoke").asBoolean(true)).isFalse();
    }
}
