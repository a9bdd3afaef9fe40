package dev.mooring.observe.metrics;

import dev.mooring.ownership.lock.Lock;
import dev.mooring.ownership.lock.LockStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Set;

/** Times what is done to locks in Redis. */
final class MeteredLocks implements LockStore {

    private final LockStore locks;
    private final StoreTimer lock;
    private final StoreTimer unlock;

    MeteredLocks(LockStore locks, MeterRegistry registry) {
        this.locks = locks;
        lock = new StoreTimer(registry, "redis", "lock");
        unlock = new StoreTimer(registry, "redis", "unlock");
    }

    @Override
    public Set<String> lock(Collection<Lock> wanted) {
        return lock.get(() -> locks.lock(wanted));
    }

    @Override
    public void unlock(Collection<Lock> given) {
        unlock.run(() -> locks.unlock(given));
    }
}
