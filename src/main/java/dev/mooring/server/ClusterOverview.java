package dev.mooring.server;

import dev.mooring.api.ApiException;
import dev.mooring.ownership.ClusterView;
import dev.mooring.ownership.DrainControl;
import java.util.List;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Route step {@code cluster}: the members as this instance sees them. */
@Component("cluster")
public class ClusterOverview {

    /**
     * The answer of {@code GET /api/cluster}.
     *
     * @param quota how many servers an instance owns at most
     * @param quarantine servers that wait until their silent owner is certain to do nothing any more
     */
    public record Overview(List<ClusterView.Member> instances, int quota, List<ClusterView.Quarantine> quarantine) {
    }

    private final ClusterView view;
    private final DrainControl drains;

    ClusterOverview(ClusterView view, DrainControl drains) {
        this.view = view;
        this.drains = drains;
    }

    /** {@code POST /api/cluster/instances/{id}/drain}. */
    public void drain(@Variable("instance") String instanceId) {
        if (!drains.drain(instanceId)) {
            throw ApiException.of(404, "There is no instance with this id. GET /api/cluster lists them.");
        }
    }

    /** {@code DELETE /api/cluster/instances/{id}/drain}. */
    public void undrain(@Variable("instance") String instanceId) {
        drains.undrain(instanceId);
    }

    public Overview show() {
        return new Overview(view.members(), view.quota(), view.quarantine());
    }
}
