package dev.mooring.server;

import dev.mooring.ownership.ClusterView;
import java.util.List;
import org.springframework.stereotype.Component;

/** Route step {@code cluster}: the members as this instance sees them. */
@Component("cluster")
public class ClusterOverview {

    /** The answer of {@code GET /api/cluster}; {@code quota}: how many servers an instance owns at most. */
    public record Overview(List<ClusterView.Member> instances, int quota) {
    }

    private final ClusterView view;

    ClusterOverview(ClusterView view) {
        this.view = view;
    }

    public Overview show() {
        return new Overview(view.members(), view.quota());
    }
}
