package dev.mooring.faults;

import dev.mooring.testbed.Instance;
import java.util.List;

/** An instance ends, or stalls. */
final class ProcessFaults {

    private ProcessFaults() {
    }

    static Fault terminated() {
        return Fault.of("one instance terminated (SIGTERM)", bed -> {
            Instance leaving = bed.slot(2).instance();
            if (!leaving.sigterm()) {
                throw new AssertionError("It did not end by itself within 40 s: " + leaving);
            }
        }, Target.gapP99(1000));
    }

    static Fault killed(Pace pace) {
        return Fault.of("one instance killed (kill -9)", bed -> bed.slot(2).instance().kill9(),
                Target.backWithin(pace.lease().toMillis() + 3000, 2000));
    }

    static Fault pausedPastItsLease(Pace pace) {
        return Fault.of("one instance paused longer than its lease (SIGSTOP, SIGCONT)", bed -> {
            Instance paused = bed.slot(2).instance();
            paused.pause();
            try {
                Fault.lasting(bed.pace.pastLease());
            } finally {
                paused.resume();
            }
        }, Target.awayAndBack(pace));
    }

    static Fault pausedWithinTheFence() {
        return Fault.of("one instance paused shorter than the fence", bed -> {
            Instance paused = bed.slot(2).instance();
            paused.pause();
            try {
                Fault.lasting(bed.pace.withinFence());
            } finally {
                paused.resume();
            }
        }, Target.NOTHING_MOVES);
    }

    static List<Fault> all(Pace pace) {
        return List.of(terminated(), killed(pace), pausedPastItsLease(pace), pausedWithinTheFence());
    }
}
