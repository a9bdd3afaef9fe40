package dev.mooring.observe.metrics;

import dev.mooring.ownership.lock.Lock;
import dev.mooring.ownership.lock.OwnerRow;
import dev.mooring.ownership.lock.OwnerTable;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Times what ownership asks of PostgreSQL. */
final class MeteredOwners implements OwnerTable {

    private final OwnerTable table;
    private final StoreTimer read;
    private final StoreTimer claim;
    private final StoreTimer release;

    MeteredOwners(OwnerTable table, MeterRegistry registry) {
        this.table = table;
        read = new StoreTimer(registry, "postgresql", "read");
        claim = new StoreTimer(registry, "postgresql", "claim");
        release = new StoreTimer(registry, "postgresql", "release");
    }

    @Override
    public List<OwnerRow> rows() {
        return read.get(table::rows);
    }

    @Override
    public Set<String> claim(Collection<OwnerRow> asRead, String instanceId) {
        return claim.get(() -> table.claim(asRead, instanceId));
    }

    @Override
    public void release(Collection<Lock> locks) {
        release.run(() -> table.release(locks));
    }

    @Override
    public void releaseAll(String instanceId) {
        release.run(() -> table.releaseAll(instanceId));
    }
}
