package dev.mooring.simulation;

import dev.mooring.ownership.Ownership;
import dev.mooring.ownership.OwnershipProperties;
import dev.mooring.ownership.lease.LeaseTerm;
import dev.mooring.ownership.lease.StoreUnavailableException;
import dev.mooring.ownership.lock.Grants;
import dev.mooring.ownership.lock.Holding;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One process: the real {@link Ownership} on a simulated machine, run as {@code OwnershipRunner} runs it, by a beat, a
 * watchdog and a reconciliation.
 */
final class Instance {

    /** The name that all instances stand for, as the once-per-cluster routes do. */
    static final String NAME = "sweep";
    static final OwnershipProperties TIMINGS = new OwnershipProperties(Duration.ofSeconds(10), Duration.ofSeconds(2),
            Duration.ofSeconds(7), Duration.ofSeconds(1), Duration.ofSeconds(10), 3);
    private static final long BEAT = TIMINGS.beat().toNanos();
    private static final long PAUSE_AFTER_FAILURE = BEAT / 4;

    /** One step of a loop. */
    @FunctionalInterface
    private interface Step {
        void run();
    }

    private final World world;
    private final Machine machine;
    private final Sockets sockets;
    private final Ownership ownership;
    private final Turn reconciling = new Turn();
    private Actor reconcile;
    private Actor beat;
    private boolean reconcileStopped;
    private boolean beatStopped;
    private boolean leaving;
    private boolean signal;
    private boolean awaitingSignal;
    private long lastVerified;
    private int ids;

    Instance(World world, String name, long clockOrigin, long clockRatePpm) {
        this.world = world;
        this.machine = new Machine(world, name, clockOrigin, clockRatePpm);
        this.sockets = new Sockets(world, machine);
        RedisClient redis = new RedisClient(world, machine, 3 * TIMINGS.leaseTimeout().toNanos());
        PostgresClient names = new PostgresClient(world, machine, world.names());
        Ownership.Stores stores = new Ownership.Stores(redis, new PostgresClient(world, machine, world.servers()),
                redis.locks("server:"), names, redis.locks("name:"), names::register);
        Ownership.Self self = new Ownership.Self(machine::nanoTime, () -> name + "." + ++ids,
                (number, owned) -> "beat " + number + " owns " + owned);
        this.ownership = new Ownership(stores, self, TIMINGS, Duration.ofSeconds(60), sockets, new Announcements(),
                Instance::lockRoute);
    }

    /** The steps of the lock route. */
    private static Consumer<Grants.Wanted> lockRoute(Grants grants) {
        return wanted -> {
            List<Holding> taken = grants.take(wanted);
            if (!taken.isEmpty()) {
                grants.connect(taken);
            }
        };
    }

    String name() {
        return machine.name();
    }

    Machine machine() {
        return machine;
    }

    Sockets sockets() {
        return sockets;
    }

    Ownership ownership() {
        return ownership;
    }

    boolean isLeaving() {
        return leaving;
    }

    void start() {
        machine.start("watchdog", () -> loop(() -> machine.sleep(ownership.heart().watch()), () -> false));
        beat = machine.start("beat", () -> loop(() -> machine.sleep(ownership.heart().beat()), () -> beatStopped));
        reconcile = machine.start("reconcile", () -> {
            lastVerified = machine.reading();
            ownership.leadership().isLeader(NAME);
            loop(this::reconcileWhenDue, () -> reconcileStopped);
        });
    }

    /** SIGTERM. */
    void leave() {
        if (!leaving) {
            leaving = true;
            machine.start("stop", this::stop);
        }
    }

    void wake() {
        signal = true;
        if (awaitingSignal) {
            reconcile.wake();
        }
    }

    private void stop() {
        LeaseTerm term = ownership.heart().term();
        quietly(ownership.heart()::leave);
        world.chaos().hint(this);
        quietly(() -> reconciling.take(machine, () -> ownership.reconciler().drain(3)));
        quietly(() -> reconciling.take(machine, ownership.leadership()::release));
        reconcileStopped = true;
        stop(reconcile);
        beatStopped = true;
        stop(beat);
        quietly(ownership.heart()::stop);
        world.chaos().hint(this);
        world.trace().add(name(), "has left", term == null ? "without a term" : term.instanceId());
        world.gone(this);
    }

    private void stop(Actor actor) {
        actor.interrupt();
        long until = machine.reading() + BEAT;
        while (!actor.hasEnded() && machine.reading() < until) {
            machine.sleep(10_000_000);
        }
    }

    private void reconcileWhenDue() {
        awaitSignal();
        if (reconciling.take(machine, ownership.reconciler()::reconcile)) {
            signal = true;
        }
        reconciling.take(machine, ownership.leadership()::reconcile);
        if (machine.reading() - lastVerified > TIMINGS.verifyInterval().toNanos()) {
            lastVerified = machine.reading();
            reconciling.take(machine, ownership.reconciler()::verifyLocks);
        }
    }

    private void awaitSignal() {
        if (!signal) {
            awaitingSignal = true;
            try {
                machine.sleep(BEAT);
            } finally {
                awaitingSignal = false;
            }
        }
        signal = false;
    }

    private void loop(Step step, BooleanSupplier stopped) {
        while (!stopped.getAsBoolean()) {
            try {
                step.run();
            } catch (Actor.Interrupted e) {
                // the condition decides
            } catch (StoreUnavailableException e) {
                pauseAfterFailure();
            }
        }
    }

    private void pauseAfterFailure() {
        try {
            machine.sleep(PAUSE_AFTER_FAILURE);
        } catch (Actor.Interrupted e) {
            // the loop's condition decides
        }
    }

    private static void quietly(Runnable step) {
        try {
            step.run();
        } catch (StoreUnavailableException e) {
            // leaving goes on
        }
    }

    /** Hints to the others may be late or lost; this instance's own signal is not. */
    private final class Announcements implements Ownership.Announcer {
        @Override
        public void joined(String instanceId) {
            world.trace().add(name(), "joined as", instanceId);
            world.chaos().hint(Instance.this);
        }

        @Override
        public void released(List<Long> serverIds) {
            world.chaos().hint(Instance.this);
        }

        @Override
        public void wake() {
            Instance.this.wake();
        }
    }
}
