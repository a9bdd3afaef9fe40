package dev.mooring.ownership.cluster;

import dev.mooring.ownership.lease.LeaseTerm;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterView;

/** One namespace of Camel's cluster API; its events fire after each of {@link Leadership}'s rounds. */
public final class RedisClusterView extends AbstractCamelClusterView {

    /** An instance as Camel sees it. */
    private record Member(String getId, boolean isLeader, boolean isLocal) implements CamelClusterMember {
    }

    private final Leadership leadership;
    private final Runnable onRound = this::fireWhenChanged;
    private CamelClusterMember lastLeader;

    RedisClusterView(RedisClusterService service, String namespace, Leadership leadership) {
        super(service, namespace);
        this.leadership = leadership;
    }

    @Override
    public Optional<CamelClusterMember> getLeader() {
        return leadership.leader(getNamespace())
                .map(id -> new Member(id, true, id.equals(localId())));
    }

    @Override
    public CamelClusterMember getLocalMember() {
        return new Member(localId(), leadership.isLeader(getNamespace()), true);
    }

    @Override
    public List<CamelClusterMember> getMembers() {
        String leader = leadership.leader(getNamespace()).orElse(null);
        return leadership.heart().snapshot().live().stream()
                .<CamelClusterMember>map(id -> new Member(id, id.equals(leader), id.equals(localId()))).toList();
    }

    @Override
    protected void doStart() {
        leadership.stand(getNamespace());
        leadership.onRound(onRound);
    }

    @Override
    protected void doStop() {
        leadership.forget(onRound);
        leadership.resign(getNamespace());
    }

    private synchronized void fireWhenChanged() {
        CamelClusterMember leader = getLeader().orElse(null);
        if (!Objects.equals(leader, lastLeader)) {
            lastLeader = leader;
            fireLeadershipChangedEvent(leader);
        }
    }

    private String localId() {
        LeaseTerm term = leadership.heart().term();
        return term == null ? "none" : term.instanceId();
    }
}
