package dev.mooring.mcp.routetool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AiToolComponentTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final RouteToolRegistry registry = new RouteToolRegistry();

    @BeforeEach
    void start() {
        context.disableJMX();
        context.getRegistry().bind("registry", registry);
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
    }

    private void tool(String uri, AtomicReference<Map<String, Object>> headers) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(uri.substring(0, Math.min(uri.length(), uri.indexOf('?'))))
                        .process(e -> headers.set(new HashMap<>(e.getMessage().getHeaders()))).setBody(constant("ok"));
            }
        });
    }

    @Test
    void routeIsOfferedFromStartToStop() throws Exception {
        tool("ai-tool:a?description=A", new AtomicReference<>());
        assertThat(registry.all()).extracting(RouteTool::name).containsExactly("a");
        context.getRouteController().stopRoute("ai-tool:a");
        assertThat(registry.all()).isEmpty();
        context.getRouteController().startRoute("ai-tool:a");
        assertThat(registry.find("a")).isPresent();
    }

    @Test
    void onlyDeclaredArgumentsBecomeHeaders() throws Exception {
        AtomicReference<Map<String, Object>> headers = new AtomicReference<>();
        tool("ai-tool:a?description=A&tags=x,y&parameter.city=string&parameter.n=integer", headers);
        Map<String, Object> arguments = new HashMap<>(Map.of("city", "Ulm", "CamelFileName", "/etc/passwd",
                "McpServerId", 1, "other", "x"));
        arguments.put("n", null);
        assertThat(registry.find("a").orElseThrow().call(arguments)).isEqualTo("ok");
        assertThat(headers.get()).containsOnly(Map.entry("city", "Ulm"));
    }

    @Test
    void schemaTellsWhatWasDeclared() throws Exception {
        tool("ai-tool:a?description=A&parameter.unit=string&parameter.unit.enum=c, f&parameter.unit.required=true"
                + "&parameter.unit.description=The unit", new AtomicReference<>());
        assertThat(registry.find("a").orElseThrow().inputSchema()).isEqualTo(Map.of("type", "object",
                "properties", Map.of("unit", Map.of("type", "string", "description", "The unit", "enum", List.of("c", "f"))),
                "required", List.of("unit")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ai-tool:a                                                | has no description",
        "ai-tool:a b?description=A                                | no name for a tool",
        "ai-tool:a?description=A&parameter.CamelX=string          | must not be named 'CamelX'",
        "ai-tool:a?description=A&parameter.mcpServerId=string     | must not be named 'mcpServerId'",
        "ai-tool:a?description=A&parameter.x=text                 | has the type 'text'",
        "ai-tool:a?description=A&parameter.x.required=true        | 'x' has no type",
        "ai-tool:a?description=A&parameter.x=string&parameter.x.max=3 | Unknown option 'parameter.x.max'",
        "ai-tool:a?description=A&unheard=1                        | unheard"})
    void wrongDeclaration_failsTheRouteInWords(String uri, String words) {
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).log("x");
            }
        })).hasStackTraceContaining(words);
        assertThat(registry.all()).isEmpty();
    }

    @Test
    void secondToolOfAName_isRefused() throws Exception {
        tool("ai-tool:a?description=A", new AtomicReference<>());
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("ai-tool:a?description=B").routeId("second").log("x");
            }
        })).hasStackTraceContaining("already");
        assertThat(registry.find("a").orElseThrow().description()).isEqualTo("A");
    }
}
