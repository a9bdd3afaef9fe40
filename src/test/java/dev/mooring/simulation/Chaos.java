package dev.mooring.simulation;

import java.util.List;
import java.util.Random;

/** Where the threads and processes of the simulation are held up, and how the clocks go. Faults: {@link Faults}. */
final class Chaos {

    private static final long MILLIS = 1_000_000;
    private static final long SECONDS = 1_000_000_000;
    private static final StackWalker STACK = StackWalker.getInstance();

    private final World world;
    private final Random random;
    private int stopsPerMillion = 5_000;
    private int pausesPerMillion = 150;
    private int slowestClockPpm = 800_000;
    private boolean calm;

    Chaos(World world) {
        this.world = world;
        this.random = world.random();
    }

    /** How often a thread is held up at a look at the clock, how often its whole process, and how slow clocks may be. */
    void set(int newStopsPerMillion, int newPausesPerMillion, int newSlowestClockPpm) {
        stopsPerMillion = newStopsPerMillion;
        pausesPerMillion = newPausesPerMillion;
        slowestClockPpm = newSlowestClockPpm;
    }

    /** From now on nothing is held up, and no fault that was planned for later happens. */
    void calm() {
        calm = true;
        stopsPerMillion = 0;
        pausesPerMillion = 0;
    }

    /** Has a fault happen, unless faults have ended by then. */
    void later(long nanos, Runnable fault) {
        world.timeline().after(nanos, () -> {
            if (!calm) {
                fault.run();
            }
        });
    }

    /** Anything; sometimes close to the overflow. */
    long clockOrigin() {
        return random.nextInt(4) == 0 ? Long.MAX_VALUE - random.nextInt(100) * SECONDS : random.nextLong();
    }

    /** Between the slowest and 1,000,000, the extremes more often than not. */
    long clockRatePpm() {
        return switch (random.nextInt(3)) {
            case 0 -> slowestClockPpm;
            case 1 -> 1_000_000;
            default -> slowestClockPpm + random.nextInt(1_000_001 - slowestClockPpm);
        };
    }

    /** Perhaps holds up this thread, or its process. The watchdog is never held up alone: it waits for nothing. */
    void maybeStop(Actor actor) {
        int dice = random.nextInt(1_000_000);
        if (dice < pausesPerMillion) {
            if (!holdsMonitor()) {
                pause(actor.machine());
                actor.await(world.timeline().now());
            }
        } else if (dice < pausesPerMillion + stopsPerMillion && !actor.name().endsWith("watchdog") && !holdsMonitor()) {
            actor.await(world.timeline().now() + stop());
        }
    }

    void pause(Machine machine) {
        long length = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(1_000) * MILLIS;
            case 1 -> random.nextInt(6_000) * MILLIS;
            case 2 -> 6 * SECONDS + random.nextInt(6_000) * MILLIS;
            default -> random.nextInt(40_000) * MILLIS;
        };
        world.trace().add("chaos", "pauses " + machine.name() + " for ms", length / MILLIS);
        machine.pause(length);
    }

    /** Tells the others to look now; such a hint may be late or lost. */
    void hint(Instance from) {
        for (Instance other : List.copyOf(world.instances())) {
            if (other != from && random.nextInt(5) > 0) {
                world.timeline().after(MILLIS + random.nextInt(20) * MILLIS, other::wake);
            }
        }
    }

    private long stop() {
        int dice = random.nextInt(100);
        return dice < 80 ? random.nextInt(5_000) * 1_000L : dice < 95 ? random.nextInt(500) * MILLIS : random.nextInt(5_000) * MILLIS;
    }

    /** Whoever were stopped inside the term's monitor would keep others from ever giving up the baton. */
    private static boolean holdsMonitor() {
        return STACK.walk(frames -> frames.limit(12).anyMatch(frame -> frame.getMethodName().equals("extend")));
    }
}
