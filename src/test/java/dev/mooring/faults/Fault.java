package dev.mooring.faults;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One row of the matrix.
 *
 * @param name what happens, as the table tells it
 * @param injection makes it happen and, where the fault has an end, ends it; what follows is measured
 * @param target what the measured times are compared with
 */
record Fault(String name, Injection injection, Target target) {

    /** Called on the test's thread; may block for as long as the fault lasts. */
    @FunctionalInterface
    interface Injection {
        void into(Bed bed) throws Exception;
    }

    static Fault of(String name, Injection injection, Target target) {
        return new Fault(name, injection, target);
    }

    static Fault of(String name, Injection injection) {
        return new Fault(name, injection, Target.NONE);
    }

    /** A pause of the given length, for faults that last. */
    static void lasting(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }

    @Override
    public String toString() {
        return name;
    }
}
