package dev.mooring.ownership.runtime;

import dev.mooring.ownership.Ownership;
import dev.mooring.ownership.OwnershipProperties;
import dev.mooring.ownership.cluster.Leadership;
import dev.mooring.ownership.lease.Heart;
import dev.mooring.ownership.lease.LeaseTerm;
import dev.mooring.ownership.lease.StoreUnavailableException;
import dev.mooring.ownership.lock.Holdings;
import dev.mooring.ownership.lock.Reconciler;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Runs ownership: three threads, so that none waits for what another one does. The beat waits on Redis, the
 * reconciliation on PostgreSQL, Redis and closing sockets, the watchdog on nothing. Starts when the routes are up; when
 * the program is stopped, hands everything over while all of it still works.
 */
public final class OwnershipRunner {

    private static final Logger LOG = LoggerFactory.getLogger(OwnershipRunner.class);
    private static final int SMALLEST_DRAIN_BATCH = 10;
    private static final int LARGEST_DRAIN_BATCH = 50;

    private final Heart heart;
    private final Holdings servers;
    private final Reconciler reconciler;
    private final Leadership leadership;
    private final ClusterEvents events;
    private final Signal signal;
    private final DrainRequests drains;
    private final ObjectProvider<CamelContext> camel;
    private final OwnershipProperties properties;
    private Loop beat;
    private Loop reconcile;
    private Loop watchdog;
    private long lastVerified;
    private String drained;
    private volatile boolean stopping;
    private boolean listening;

    OwnershipRunner(Ownership ownership, ClusterEvents events, Signal signal, DrainRequests drains,
                    OwnershipProperties properties, ObjectProvider<CamelContext> camel) {
        this.heart = ownership.heart();
        this.servers = ownership.servers();
        this.reconciler = ownership.reconciler();
        this.leadership = ownership.leadership();
        this.events = events;
        this.signal = signal;
        this.drains = drains;
        this.camel = camel;
        this.properties = properties;
    }

    /** Joins the cluster: only now, because a grant adds routes. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    public synchronized void start() {
        if (beat != null) {
            return;
        }
        long pause = Math.min(500, properties.beat().toMillis() / 4);
        lastVerified = System.nanoTime();
        beat = new Loop("mooring-beat", Thread.MAX_PRIORITY, pause, () -> pauseNanos(heart.beat()));
        watchdog = new Loop("mooring-watchdog", Thread.MAX_PRIORITY, pause, () -> pauseNanos(heart.watch()));
        reconcile = new Loop("mooring-reconcile", Thread.NORM_PRIORITY, pause, this::reconcileWhenDue);
        watchdog.start();
        beat.start();
        reconcile.start();
    }

    /** Leaves the members first, then hands over, then ends the lease. */
    @EventListener(ContextClosedEvent.class)
    @Order(Ordered.HIGHEST_PRECEDENCE + 1)
    public synchronized void stop() {
        if (beat == null) {
            return;
        }
        stopping = true;
        LeaseTerm term = heart.term();
        LOG.info("leaving: connections are handed over to the other instances");
        quietly(heart::leave);
        if (term != null) {
            events.left(term.instanceId());
        }
        quietly(this::drain);
        quietly(leadership::release);
        reconcile.stop();
        beat.stop();
        quietly(heart::stop);
        watchdog.stop();
        if (term != null) {
            quietly(() -> drains.forget(Set.of(term.instanceId())));
            LOG.info("has left the cluster instance={}", term.instanceId());
        }
        beat = null;
    }

    private void reconcileWhenDue() throws InterruptedException {
        signal.await(properties.beat().toMillis());
        listenForHints();
        drainWhenAsked();
        if (reconciler.reconcile()) {
            signal.raise();
        }
        leadership.reconcile();
        if (System.nanoTime() - lastVerified > properties.verifyInterval().toNanos()) {
            lastVerified = System.nanoTime();
            reconciler.verifyLocks();
        }
    }

    /** Without hints everything still happens, a beat later; so Redis being slow now must not keep us from starting. */
    private void listenForHints() {
        if (!listening) {
            try {
                camel.getObject().getRouteController().startRoute(EventRoutes.ID);
                listening = true;
            } catch (Exception e) {
                if (stopping) {
                    return; // interrupted by it
                }
                LOG.info("no hints from other instances yet ({}), trying again", e.getClass().getSimpleName());
            }
        }
    }

    /** A wish to drain outlasts a lost lease: an instance that starts over under a new id takes it along. */
    private void drainWhenAsked() {
        LeaseTerm term = heart.term();
        if (term == null || stopping) {
            return;
        }
        Set<String> asked = drains.all();
        if (drained != null && !drained.equals(term.instanceId()) && asked.contains(drained)) {
            drains.rename(drained, term.instanceId());
            asked = drains.all();
        }
        heart.watchOwners("draining", asked);
        if (asked.contains(term.instanceId()) && !heart.isLeaving()) {
            LOG.info("draining: connections are handed over, none is taken instance={}", term.instanceId());
            heart.leave();
            events.left(term.instanceId());
            drain();
            leadership.release();
        } else if (drained != null && !asked.contains(term.instanceId())) {
            LOG.info("no longer draining instance={}", term.instanceId());
            heart.rejoin();
            if (stopping) { // meanwhile
                heart.leave();
                return;
            }
            events.joined(term.instanceId());
        }
        drained = asked.contains(term.instanceId()) ? term.instanceId() : null;
        Set<String> gone = new HashSet<>(heart.snapshot().dead());
        gone.retainAll(asked);
        drains.forget(gone);
    }

    /**
     * The others connect one batch while this one closes the next; a batch is no larger than they connect in that time, or
     * its last server waits for all the others.
     */
    private void drain() {
        reconciler.drain(Math.max(SMALLEST_DRAIN_BATCH, Math.min(LARGEST_DRAIN_BATCH, servers.size() / 10)));
    }

    private static void pauseNanos(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos);
    }

    private static void quietly(Runnable step) {
        try {
            step.run();
        } catch (StoreUnavailableException e) {
            LOG.warn("leaving goes on without: {}", e.getMessage());
        }
    }
}
