package dev.mooring.faults;

import java.util.List;

/** PostgreSQL is away. */
final class PostgresFaults {

    private PostgresFaults() {
    }

    static Fault down(Pace pace) {
        return Fault.of("PostgreSQL down for " + pace.postgresDown().toSeconds() + " s", bed -> {
            bed.postgres.stop();
            Fault.lasting(bed.pace.postgresDown());
            bed.postgres.restart();
        }, Target.NOTHING_MOVES);
    }

    /** The worst moment for it: nothing can be claimed, and everything of one instance waits for that. */
    static Fault downWhileAnInstanceDies(Pace pace) {
        return Fault.of("PostgreSQL down for " + pace.lease().toSeconds() + " s while an instance is killed", bed -> {
            bed.postgres.stop();
            bed.slot(2).instance().kill9();
            Fault.lasting(bed.pace.lease());
            bed.postgres.restart();
        });
    }

    static List<Fault> all(Pace pace) {
        return List.of(down(pace), downWhileAnInstanceDies(pace));
    }
}
