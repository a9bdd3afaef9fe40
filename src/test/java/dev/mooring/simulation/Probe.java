package dev.mooring.simulation;

import java.util.function.LongFunction;

/** Runs the schedule of a seed and says what was broken, or null: a face that works across class loaders. */
public final class Probe implements LongFunction<String> {

    @Override
    public String apply(long seed) {
        try {
            new Schedule(seed).run();
            return null;
        } catch (AssertionError e) {
            return e.getMessage().lines().findFirst().orElse("") + " (seed " + seed + ")";
        }
    }
}
