package dev.mooring.observe;

import dev.mooring.ownership.Ownership;
import dev.mooring.ownership.lease.LeaseTerm;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Health indicator {@code ownership}: up while the lease is held and servers may be placed here. Part of readiness, never
 * of liveness: an instance without a lease comes back by itself, and to restart it helps nobody.
 */
@Component("ownershipHealthIndicator")
class OwnershipHealth implements HealthIndicator {

    private final Ownership ownership;

    OwnershipHealth(Ownership ownership) {
        this.ownership = ownership;
    }

    @Override
    public Health health() {
        LeaseTerm term = ownership.heart().term();
        if (term == null) {
            return Health.outOfService().withDetail("reason", "no lease in Redis is held").build();
        }
        Health.Builder health = ownership.heart().isLeaving()
                ? Health.outOfService().withDetail("reason", "draining") : Health.up();
        return health.withDetail("instanceId", term.instanceId()).withDetail("owned", ownership.servers().size()).build();
    }
}
