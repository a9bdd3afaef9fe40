package dev.mooring.observe.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class SharedRouteInfoTest {

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    @Test
    void routesThatShareADescription_tellAndDoEachTheirOwn() throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.getCamelContextExtension().setManagementMBeanAssembler(new SharedRouteInfo(camel));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a").routeId("a").routeDescription("the first").stop();
                from("direct:b").routeId("b").routeDescription("the second").stop();
            }
        });
        camel.start();
        try (ProducerTemplate calls = camel.createProducerTemplate()) {
            calls.sendBody("direct:a", "x");
            ObjectName a = name(camel, "a");
            ObjectName b = name(camel, "b");
            for (int i = 0; i < 2; i++) {
                assertThat(beans.getAttribute(a, "Description")).isEqualTo("the first");
                assertThat(beans.getAttribute(b, "Description")).isEqualTo("the second");
                assertThat(beans.getAttribute(a, "ExchangesTotal")).isEqualTo(1L);
                assertThat(beans.getAttribute(b, "ExchangesTotal")).isEqualTo(0L);
            }
            calls.sendBody("direct:b", "x");
            calls.sendBody("direct:b", "x");
            assertThat(beans.getAttribute(b, "ExchangesTotal")).isEqualTo(2L);
            assertThat(beans.getAttribute(a, "ExchangesTotal")).isEqualTo(1L);
            beans.invoke(b, "stop", null, null);
            assertThat(beans.getAttribute(b, "State")).isEqualTo("Stopped");
            assertThat(beans.getAttribute(a, "State")).isEqualTo("Started");
        } finally {
            camel.stop();
        }
    }

    private static ObjectName name(CamelContext camel, String route) throws Exception {
        return new ObjectName("org.apache.camel:context=" + camel.getManagementName() + ",type=routes,name=\"" + route + "\"");
    }
}
