package dev.mooring.connection;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.management.JmxManagementLifecycleStrategy;
import org.apache.camel.spi.ManagementAgent;

/**
 * Registers the MBean of a running route. Camel does it while it adds a route, before the route starts; of the time that
 * takes it is the larger part, and a connection that is taken over must not wait for it. So Camel is told not to
 * ({@code camel.main.jmx-management-register-routes-create-by-template}), and this does it afterwards.
 */
final class RouteMBeans {

    private RouteMBeans() {
    }

    /** Called by one thread at a time; nothing happens where JMX is off or the route has its MBean. */
    static void register(CamelContext camel, Route route) {
        camel.getLifecycleStrategies().stream().filter(JmxManagementLifecycleStrategy.class::isInstance).forEach(jmx -> {
            ManagementAgent agent = camel.getManagementStrategy().getManagementAgent();
            agent.setRegisterRoutesCreateByTemplate(true);
            try {
                jmx.onRoutesAdd(List.of(route));
            } finally {
                agent.setRegisterRoutesCreateByTemplate(false);
            }
        });
    }
}
