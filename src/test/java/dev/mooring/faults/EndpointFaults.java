package dev.mooring.faults;

import dev.mooring.judge.Behaviour;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The other side behaves badly. */
final class EndpointFaults {

    private static final Duration BAD_TIME = Duration.ofSeconds(30);

    private EndpointFaults() {
    }

    static Fault flapping(Pace pace) {
        return Fault.of("the endpoint resets every connection after half a second, for 30 s", bed -> {
            bed.judge.behave(null, Behaviour.flap(500));
            bed.judge.close(null, Behaviour.RESET);
            Fault.lasting(BAD_TIME);
            bed.judge.behave(null, Behaviour.NORMAL);
        }, Target.moves(pace.servers()));
    }

    static Fault refusing(Pace pace) {
        return Fault.of("the endpoint closes all connections and refuses new ones (503) for 30 s", bed -> {
            bed.judge.behave(null, Behaviour.refuse(503));
            bed.judge.close(null, 1001);
            Fault.lasting(BAD_TIME);
            bed.judge.behave(null, Behaviour.NORMAL);
        }, Target.moves(pace.servers()));
    }

    /** Handshakes outlast the connect timeout; some servers are disabled while theirs is under way. */
    static Fault disabledDuringASlowHandshake() {
        return Fault.of("handshakes take 8 s, some servers are disabled in the middle", bed -> {
            Map<String, Long> some = bed.serversOf(2, Math.max(3, bed.pace.servers() / 20));
            some.keySet().forEach(server -> {
                bed.judge.behave(server, Behaviour.slowHandshake(8000));
                bed.judge.close(server, 1001);
            });
            Fault.lasting(Duration.ofSeconds(3));
            bed.disable(some, bed.slot(3).instance().api());
            Fault.lasting(Duration.ofSeconds(10));
            if (!bed.judge.verdict(bed.judge.now()).stillOpen().isEmpty()) {
                throw new AssertionError("Disabled servers are still open: " + bed.judge.verdict(bed.judge.now()));
            }
            some.keySet().forEach(server -> bed.judge.behave(server, Behaviour.NORMAL));
            bed.enable(some.keySet(), bed.slot(1).instance().api());
        });
    }

    static List<Fault> all(Pace pace) {
        return List.of(flapping(pace), refusing(pace), disabledDuringASlowHandshake());
    }
}
