package dev.mooring.ownership.runtime;

import dev.mooring.ownership.lock.Grants;
import java.util.function.Consumer;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The lock route: a server's WebSocket route is added only after this route has taken its lock. In Java and not in an
 * editable file, because it guards the promises.
 */
final class LockRoutes extends RouteBuilder {

    static final String LOCK = "direct:ownership-lock";

    private final Grants grants;

    LockRoutes(Grants grants) {
        this.grants = grants;
    }

    /** The way into the route; what it throws comes out as it was thrown. */
    static Consumer<Grants.Wanted> through(ObjectProvider<ProducerTemplate> camel) {
        return wanted -> {
            try {
                camel.getObject().sendBody(LOCK, wanted);
            } catch (CamelExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        };
    }

    @Override
    public void configure() {
        from(LOCK).routeId("ownership-lock")
                .routeDescription("Claims free servers in PostgreSQL, takes their locks in Redis, adds their routes")
                .errorHandler(noErrorHandler())
                .bean(grants, "take").id("take-locks")
                .filter(simple("${body.isEmpty} == false"))
                    .bean(grants, "connect").id("add-connection-routes")
                .end();
    }
}
