package dev.mooring.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The process an instance runs in: its threads, its clock, whose rate and origin are its own, its pauses and what it can
 * reach. A pause stops all threads, between any two looks at the clock and any two messages, while the clock goes on.
 */
final class Machine {

    private final World world;
    private final String name;
    private final long origin;
    private final long ratePpm;
    private final List<Actor> actors = new ArrayList<>();
    private final Map<Network.Service, Network.Cut> cuts = new EnumMap<>(Network.Service.class);
    private long pausedUntil;
    private long heldUntil;
    private boolean dead;

    Machine(World world, String name, long origin, long ratePpm) {
        this.world = world;
        this.name = name;
        this.origin = origin;
        this.ratePpm = ratePpm;
    }

    String name() {
        return name;
    }

    long pausedUntil() {
        return dead ? 0 : pausedUntil;
    }

    boolean isPaused() {
        return pausedUntil() > world.timeline().now();
    }

    boolean isDead() {
        return dead;
    }

    /** What the code under test reads. A thread may be stopped right before and right after it reads. */
    long nanoTime() {
        Actor actor = world.timeline().current();
        if (actor == null) {
            return reading();
        }
        world.chaos().maybeStop(actor);
        long reading = reading();
        world.chaos().maybeStop(actor);
        return reading;
    }

    /** The clock, in no time. */
    long reading() {
        return origin + world.timeline().now() / 1_000 * ratePpm / 1_000;
    }

    /** True nanoseconds that pass while this clock counts so many. */
    long lasts(long nanosOfThisClock) {
        return nanosOfThisClock / ratePpm * 1_000_000 + 1_000;
    }

    /** Runs a thread until its body returns or the process ends. */
    Actor start(String thread, Runnable body) {
        Actor actor = new Actor(world.timeline(), this, name + "/" + thread);
        actors.add(actor);
        world.timeline().start(actor, body);
        return actor;
    }

    /** Sleeps by this machine's clock. */
    void sleep(long nanos) {
        Actor me = world.timeline().current();
        if (!me.isInterrupted()) {
            me.await(world.timeline().now() + lasts(nanos));
        }
        if (me.isInterrupted()) {
            me.clearInterrupt();
            throw new Actor.Interrupted();
        }
    }

    void pause(long nanos) {
        pausedUntil = Math.max(pausedUntil, world.timeline().now() + nanos);
    }

    void endPause() {
        long now = world.timeline().now();
        if (pausedUntil > now) {
            pausedUntil = now;
            actors.forEach(Actor::wake);
        }
    }

    /** What this machine sends to Redis in the next so many nanoseconds arrives only then. */
    void holdRequests(long nanos) {
        heldUntil = world.timeline().now() + nanos;
    }

    long heldUntil() {
        return heldUntil;
    }

    void kill() {
        dead = true;
        actors.forEach(Actor::wake);
    }

    void cut(Network.Service service, Network.Cut cut) {
        cuts.put(service, cut);
    }

    Network.Cut cut(Network.Service service) {
        return cuts.getOrDefault(service, Network.Cut.NONE);
    }
}
