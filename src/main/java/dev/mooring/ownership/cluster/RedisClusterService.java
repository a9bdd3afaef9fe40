package dev.mooring.ownership.cluster;

import org.apache.camel.support.cluster.AbstractCamelClusterService;

/**
 * Camel's cluster API over Mooring's own leases, for {@code master:} endpoints and whoever else asks for a
 * {@code CamelClusterService}. A namespace's leader is whoever holds its lock, under the same promise as a server's.
 */
public final class RedisClusterService extends AbstractCamelClusterService<RedisClusterView> {

    private final Leadership leadership;

    public RedisClusterService(Leadership leadership) {
        super("mooring");
        this.leadership = leadership;
    }

    @Override
    protected RedisClusterView createView(String namespace) {
        return new RedisClusterView(this, namespace, leadership);
    }
}
