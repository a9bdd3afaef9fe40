package dev.mooring.routes;

import dev.mooring.config.RoutesLocation;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.springboot.CamelRequestHandlerMapping;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts live reload together. It is off where the routes come out of the jar, and where the user names them one by one. */
@Configuration(proxyBeanMethods = false)
class RoutesConfiguration {

    @Bean("direct-component")
    SeamlessDirect directComponent() {
        return new SeamlessDirect();
    }

    /** The folder as it was before the context read it: what is written in between counts as an edit. */
    @Bean
    CamelContextConfiguration routeFilesAtStart(ObjectProvider<RouteReloading> reloading) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                reloading.getObject().remember();
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                // the program is told when it is ready
            }
        };
    }

    @Bean
    RouteReloading routeReloading(Environment environment) {
        return new RouteReloading(RoutesLocation.folder(environment).orElse(null));
    }

    @Bean
    RouteFiles routeFilesInUse(RouteReloading reloading, CamelContext camel, RouteToolRegistry tools,
            ObjectProvider<CamelRequestHandlerMapping> mappings, RoutesProperties properties) {
        RunningRoutes running = new RunningRoutes(camel, tools);
        RouteSwap swap = new RouteSwap(camel, running, new HttpPaths(mappings), properties.linger());
        RouteFiles files = new RouteFiles(reloading.folder(), reloading.prefix(), new FileCheck(camel), running, swap);
        files.startFrom(reloading.remembered());
        return files;
    }

    @Bean
    RouteReload routeReload(RouteReloading reloading, RouteFiles files, RouteToolRegistry tools,
            ObjectProvider<RouteToolsListener> listeners, RoutesProperties properties) {
        return new RouteReload(files, tools, listeners.orderedStream().toList(), reloading.isOn(), properties.reloadInterval());
    }
}
