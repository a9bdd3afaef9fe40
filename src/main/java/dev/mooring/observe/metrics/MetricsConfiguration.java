package dev.mooring.observe.metrics;

import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.mooring.connection.ConnectionListener;
import dev.mooring.connection.socket.OwnedServers;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.calls.CallListener;
import dev.mooring.mcp.protocol.CallSlots;
import dev.mooring.ownership.ClusterView;
import dev.mooring.ownership.OwnedConnections;
import dev.mooring.ownership.Ownership;
import dev.mooring.ownership.OwnershipProperties;
import dev.mooring.ownership.postgres.OwnershipDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Puts meters in front of what ownership uses, and has them listen to connections and calls. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

    @Bean
    @Primary
    Ownership.Stores meteredStores(@Qualifier("ownershipStores") Ownership.Stores stores, MeterRegistry registry) {
        return new Ownership.Stores(new MeteredLeases(stores.leases(), registry),
                new MeteredOwners(stores.servers(), registry), new MeteredLocks(stores.serverLocks(), registry),
                new MeteredOwners(stores.names(), registry), new MeteredLocks(stores.nameLocks(), registry),
                stores.registerName());
    }

    @Bean
    Downtimes downtimes(MeterRegistry registry) {
        return new Downtimes(registry);
    }

    @Bean
    @Primary
    OwnedConnections meteredConnections(@Qualifier("ownedConnections") OwnedConnections connections, Downtimes downtimes,
            MeterRegistry registry) {
        return new MeteredConnections(connections, downtimes, registry);
    }

    @Bean
    ConnectionListener connectionMeters(Downtimes downtimes, MeterRegistry registry) {
        return new ConnectionMeters(downtimes, registry);
    }

    @Bean
    CallListener toolMeters(MeterRegistry registry, MetricsProperties properties) {
        return new ToolMeters(registry, properties.namedServices());
    }

    @Bean
    MeterBinder instanceGauges(Ownership ownership, OwnershipProperties timings, ClusterView cluster, OwnedServers servers,
            ToolBackends backends, CallSlots calls) {
        return new InstanceGauges(ownership, timings.fence(), cluster, servers, backends, calls);
    }

    /** The program's own pool has its meters from Spring Boot; this one is a copy of it, perhaps with them already. */
    @Bean
    MeterBinder ownershipPoolMeters(OwnershipDatabase database) {
        return registry -> database.pool().filter(pool -> pool.getMetricsTrackerFactory() == null)
                .ifPresent(pool -> pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry)));
    }
}
