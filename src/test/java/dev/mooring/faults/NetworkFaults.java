package dev.mooring.faults;

import java.util.List;

/** One instance is cut off, in silence: connections stay, nothing passes, for longer than the lease. */
final class NetworkFaults {

    private NetworkFaults() {
    }

    static Fault cutOffFromRedis(Pace pace) {
        return Fault.of("one instance cut off from Redis", bed -> {
            bed.slot(2).redis.cut();
            Fault.lasting(bed.pace.pastLease());
            bed.slot(2).restore();
        }, Target.awayAndBack(pace));
    }

    static Fault cutOffFromTheEndpoint() {
        return Fault.of("one instance cut off from the endpoint", bed -> {
            bed.slot(2).endpoint.cut();
            Fault.lasting(bed.pace.pastLease());
            bed.slot(2).restore();
        });
    }

    static Fault cutOffFromPostgres() {
        return Fault.of("one instance cut off from PostgreSQL", bed -> {
            bed.slot(2).postgres.cut();
            Fault.lasting(bed.pace.pastLease());
            bed.slot(2).restore();
        }, Target.NOTHING_MOVES);
    }

    static Fault cutOffFromEverything(Pace pace) {
        return Fault.of("one instance cut off from everything", bed -> {
            bed.slot(2).cut();
            Fault.lasting(bed.pace.pastLease());
            bed.slot(2).restore();
        }, Target.awayAndBack(pace));
    }

    /** Calls still come in, and the answers to them wait in the system for a network that comes back too late. */
    static Fault cutOffOnTheWayOut(Pace pace) {
        return Fault.of("one instance cut off from everything, on the way out only", bed -> {
            bed.slot(2).redis.cutOutgoing();
            bed.slot(2).postgres.cutOutgoing();
            bed.slot(2).endpoint.cutOutgoing();
            Fault.lasting(bed.pace.pastLease());
            bed.slot(2).restore();
        }, Target.awayAndBack(pace));
    }

    static List<Fault> all(Pace pace) {
        return List.of(cutOffFromRedis(pace), cutOffFromTheEndpoint(), cutOffFromPostgres(), cutOffFromEverything(pace),
                cutOffOnTheWayOut(pace));
    }
}
