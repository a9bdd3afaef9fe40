package dev.mooring.observe.console;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ModelToXMLDumper;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.PluginHelper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Prepares Camel for Hawtio. Who may use it is {@code dev.mooring.security}'s business. */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

    @Bean
    CamelContextConfiguration routeDumpForHawtio() {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                camel.getCamelContextExtension().addContextPlugin(ModelToXMLDumper.class,
                        new RouteDump(PluginHelper.getModelToXMLDumper(camel)));
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                // nothing
            }
        };
    }
}
