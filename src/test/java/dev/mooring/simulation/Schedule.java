package dev.mooring.simulation;

import java.util.List;
import java.util.Random;

/**
 * One run, wholly determined by its seed: some instances and servers, some time of faults, then peace, in which
 * everything must settle within {@link #BOUND} and stay as it is.
 */
final class Schedule {

    /**
     * What a run did.
     *
     * @param steps events and slices of threads
     * @param settledAfter true nanoseconds from the last fault to the last move
     */
    record Result(long seed, long steps, long grants, long settledAfter, long fingerprint) {
    }

    private static final long SECONDS = 1_000_000_000;
    /** A schedule whose seed leaves a remainder below the number of ambushes has that ambush for its theme. */
    static final int THEMES = 16;
    /** How long after the last fault the last server may move, in true nanoseconds. */
    static final long BOUND = 90 * SECONDS;
    /** How long all must stay as it is after that. */
    private static final long STILL = 25 * SECONDS;

    private final long seed;
    private final World world;
    private final Random random;
    private final Ambushes.Kind theme;
    private final Faults faults;
    private final Settling settling;
    private long faultsEnd;
    private long settledSince;
    private long settledMoves = -1;

    Schedule(long seed) {
        this(seed, theme((int) Long.remainderUnsigned(seed, THEMES)));
    }

    Schedule(long seed, Ambushes.Kind theme) {
        this.seed = seed;
        this.theme = theme;
        world = new World(seed);
        random = world.random();
        boolean failovers = theme == null ? random.nextInt(3) == 0 : theme.losesNewestWrites();
        faults = new Faults(world, failovers, theme);
        settling = new Settling(world);
        world.chaos().set(random.nextInt(20_000), random.nextInt(400), failovers ? 960_000 : 800_000);
        world.network().order(Network.Order.values()[random.nextInt(Network.Order.values().length)]);
        faultsEnd = (20 + random.nextInt(70)) * SECONDS;
    }

    private static Ambushes.Kind theme(int number) {
        List<Ambushes.Kind> kinds = Ambushes.Kind.WITHIN_THE_PROMISE;
        return number < kinds.size() ? kinds.get(number) : null;
    }

    World world() {
        return world;
    }

    /** @throws AssertionError when a promise is broken, with the seed and what happened last */
    Result run() {
        try {
            faults.createServers(1 + random.nextInt(8));
            int instances = 2 + random.nextInt(4);
            for (int i = 0; i < instances; i++) {
                world.timeline().after(random.nextInt(3) * random.nextInt(1_000) * 1_000_000L, world::startInstance);
            }
            long pace = (200 + random.nextInt(4_000)) * 1_000_000L * (theme == null ? 1 : 3); // ambushes take their time
            world.timeline().after(10 * SECONDS, () -> disturb(pace));
            world.timeline().run();
        } catch (Violation e) {
            throw new AssertionError(e.getMessage() + "\nseed " + seed + " (run it alone with -Dsimulation.seed=" + seed
                    + ")\n" + world.trace(), e.getCause());
        }
        return new Result(seed, world.timeline().steps(), world.judge().grants(), settledSince - faultsEnd,
                world.trace().fingerprint());
    }

    private void disturb(long pace) {
        if (world.timeline().now() < faultsEnd) {
            faults.next();
            world.timeline().after((long) (random.nextDouble() * 2 * pace), () -> disturb(pace));
        } else {
            faults.end();
            faultsEnd = world.timeline().now();
            settle();
        }
    }

    private void settle() {
        long now = world.timeline().now();
        List<String> wrong = settling.wrong();
        if (!wrong.isEmpty() || settledMoves != world.judge().moves()) {
            settledMoves = wrong.isEmpty() ? world.judge().moves() : -1;
            settledSince = now;
            if (now - faultsEnd > BOUND) {
                throw new Violation("promise 2: not settled " + BOUND / SECONDS + " s after the last fault: " + wrong);
            }
        } else if (now - settledSince > STILL) {
            List<String> inRedis = settling.wrongInRedis();
            if (!inRedis.isEmpty()) {
                throw new Violation("Redis does not show who owns what: " + inRedis);
            }
            world.timeline().end();
            return;
        }
        world.timeline().after(SECONDS / 2, this::settle);
    }
}
