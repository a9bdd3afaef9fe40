package dev.mooring.routes;

import java.util.List;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.apache.camel.component.platform.http.springboot.CamelRequestHandlerMapping;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/** The REST paths that Spring MVC hands to Camel routes. Camel registers them and never takes them back. */
final class HttpPaths {

    private final ObjectProvider<CamelRequestHandlerMapping> mappings;

    HttpPaths(ObjectProvider<CamelRequestHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    /** Forgets the paths that still lead to this consumer: they answer 404 from now on. */
    void drop(Consumer consumer) {
        mappings.ifAvailable(mapping -> {
            List<RequestMappingInfo> dead = mapping.getHandlerMethods().entrySet().stream()
                    .filter(entry -> leadsTo(entry, consumer)).map(Map.Entry::getKey).toList();
            dead.forEach(mapping::unregisterMapping);
        });
    }

    private static boolean leadsTo(Map.Entry<RequestMappingInfo, HandlerMethod> entry, Consumer consumer) {
        return consumer instanceof PlatformHttpConsumerAware http && entry.getValue().getBean() == http.getPlatformHttpConsumer();
    }
}
