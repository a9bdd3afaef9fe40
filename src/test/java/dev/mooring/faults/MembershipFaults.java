package dev.mooring.faults;

import dev.mooring.testbed.Api;
import dev.mooring.testbed.Instance;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Instances come and go as their operators wish. */
final class MembershipFaults {

    private MembershipFaults() {
    }

    static Fault joinAndLeave(Pace pace) {
        return Fault.of("a fourth instance joins, and leaves (SIGTERM)", bed -> {
            Instance joined = bed.start(4).awaitReady();
            bed.await(Duration.ofSeconds(90), "balanced with the fourth", bed::balanced);
            joined.sigterm();
        }, Target.moves(2 * ((pace.servers() + 3) / 4)));
    }

    static Fault rollingRestarts(Pace pace) {
        return Fault.of(pace.restarts() + " rolling restart(s) of all instances", bed -> {
            for (int restart = 0; restart < bed.pace.restarts(); restart++) {
                for (int slot = 1; slot <= Bed.INSTANCES; slot++) {
                    bed.slot(slot).instance().sigterm();
                    bed.start(slot).awaitReady();
                }
            }
        }, Target.NONE);
    }

    static Fault deletedAndDisabledDuringAHandover() {
        return Fault.of("servers deleted and disabled while their owner hands over (SIGTERM)", bed -> {
            int few = Math.max(2, bed.pace.servers() / 20);
            Map<String, Long> deleted = new LinkedHashMap<>(bed.serversOf(2, 2 * few));
            Map<String, Long> disabled = new LinkedHashMap<>();
            deleted.entrySet().stream().skip(few).forEach(entry -> disabled.put(entry.getKey(), entry.getValue()));
            deleted.keySet().removeAll(disabled.keySet());
            Api api = bed.slot(1).instance().api();
            CompletableFuture<Boolean> leaving = CompletableFuture.supplyAsync(bed.slot(2).instance()::sigterm);
            bed.disable(disabled, api);
            bed.delete(deleted, api);
            leaving.join();
            bed.await(Duration.ofSeconds(30), "closed", () -> bed.judge.verdict(bed.judge.now()).stillOpen().isEmpty());
            bed.enable(disabled.keySet(), api);
        });
    }

    static List<Fault> all(Pace pace) {
        return List.of(joinAndLeave(pace), rollingRestarts(pace), deletedAndDisabledDuringAHandover());
    }
}
