package dev.mooring.observe.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.api.ApiTest;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ModelToXMLDumper;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ConsoleWiringTest extends ApiTest {

    @Autowired
    private CamelContext camel;

    @Test
    void camelWasToldInTime() {
        ModelToXMLDumper dumper = PluginHelper.getModelToXMLDumper(camel);
        assertThat(dumper).isInstanceOf(RouteDump.class);
        assertThat(camel.getCamelContextExtension().getManagementMBeanAssembler()).isInstanceOfSatisfying(SharedRouteInfo.class,
                info -> assertThat(info.isUsed()).isTrue());
    }
}
