package dev.mooring.observe;

import dev.mooring.ownership.ClusterView;
import dev.mooring.ownership.ClusterView.Member;
import dev.mooring.ownership.ClusterView.Phase;
import java.util.Optional;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Health indicator {@code ownership}: up while this instance is {@code LIVE} in {@code GET /api/cluster}, out of service in
 * every other phase. It asks the very view that is shown there, so the two cannot disagree. Part of readiness, never of
 * liveness: an instance without a lease comes back by itself, and to restart it helps nobody.
 */
@Component("ownershipHealthIndicator")
class OwnershipHealth implements HealthIndicator {

    private final ClusterView view;

    OwnershipHealth(ClusterView view) {
        this.view = view;
    }

    @Override
    public Health health() {
        Optional<Member> self = view.self();
        if (self.isEmpty()) {
            return Health.outOfService().withDetail("reason", reason(Phase.STARTING)).build();
        }
        Member member = self.get();
        boolean live = member.phase() == Phase.LIVE;
        Health.Builder health = live ? Health.up() : Health.outOfService().withDetail("reason", reason(member.phase()));
        return health.withDetail("phase", member.phase().name())
                .withDetail("instanceId", member.instanceId())
                .withDetail("leaseAgeMillis", member.leaseAgeMillis())
                .withDetail("owned", member.owned())
                .withDetail("quota", view.quota())
                .withDetail("quarantinedElsewhere", view.quarantine().stream().mapToInt(ClusterView.Quarantine::servers).sum())
                .build();
    }

    private static String reason(Phase phase) {
        return switch (phase) {
            case STARTING -> "no lease in Redis is held yet";
            case SILENT -> "the lease was not renewed for two beats: Redis does not answer, and the others count this "
                    + "instance's servers as quarantined";
            case DRAINING -> "draining: what is owned is handed over, and nothing is taken";
            case FENCED -> "the lease was lost and every connection is closed; it starts over by itself under another id";
            default -> "not live";
        };
    }
}
