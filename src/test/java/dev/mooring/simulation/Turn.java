package dev.mooring.simulation;

import java.util.function.BooleanSupplier;

/**
 * What {@code synchronized} is in the code under test: a thread that waited for a monitor would do so with the baton in
 * its hand, so the simulated threads wait here before they come to it.
 */
final class Turn {

    private boolean taken;

    void take(Machine machine, Runnable step) {
        take(machine, () -> {
            step.run();
            return false;
        });
    }

    boolean take(Machine machine, BooleanSupplier step) {
        while (taken) {
            machine.sleep(5_000_000);
        }
        taken = true;
        try {
            return step.getAsBoolean();
        } finally {
            taken = false;
        }
    }
}
