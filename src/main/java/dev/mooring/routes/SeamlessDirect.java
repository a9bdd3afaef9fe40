package dev.mooring.routes;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectComponent;

/**
 * {@code direct:} whose consumers can be replaced without a moment in which there is none: one that is retired serves on
 * until another takes its place. Everything else is as in Camel's own.
 *
 * <p>A producer keeps the consumer it found until {@link #touch} or another change makes it look again, and two threads in
 * one producer may keep the old one a little longer: so a replaced route must be able to serve on for a while.
 */
public final class SeamlessDirect extends DirectComponent {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, DirectConsumer> current = new HashMap<>();
    private final Set<DirectConsumer> retired = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Whoever comes next on its endpoint may take its place. */
    void retire(DirectConsumer consumer) {
        lock.lock();
        try {
            retired.add(consumer);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing has taken its place: it takes no more calls, those in it go on. */
    void dropIfRetired(DirectConsumer consumer) {
        lock.lock();
        try {
            if (!retired.remove(consumer)) {
                return;
            }
            current.values().remove(consumer);
        } finally {
            lock.unlock();
        }
        touch();
    }

    /** Has all producers look again. */
    void touch() {
        super.removeConsumer("", null); // Camel counts changes in a private field: this counts one and removes nothing
    }

    @Override
    public void addConsumer(String key, DirectConsumer consumer) {
        lock.lock();
        try {
            DirectConsumer other = current.get(key);
            if (other != null && !retired.remove(other)) {
                throw new IllegalArgumentException("Another route begins with " + consumer.getEndpoint().getEndpointBaseUri()
                        + "; only one may");
            }
            current.put(key, consumer);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        touch();
    }

    @Override
    public void removeConsumer(String key, DirectConsumer consumer) {
        lock.lock();
        try {
            retired.remove(consumer);
            current.remove(key, consumer);
        } finally {
            lock.unlock();
        }
        touch();
    }

    @Override
    protected DirectConsumer getConsumer(String key, boolean block, long timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(timeout);
            DirectConsumer found = current.get(key);
            while (found == null && block && left > 0) {
                left = changed.awaitNanos(left);
                found = current.get(key);
            }
            return found;
        } finally {
            lock.unlock();
        }
    }
}
