package dev.mooring.faults;

import java.time.Duration;
import java.util.List;

/**
 * How large and how fast a run is. The long form takes the program's default timings; each number can be set by a system
 * property.
 *
 * @param lease L, with {@code beat} H and {@code fence} F
 * @param servers {@code -Dfaults.servers}: how many servers are enabled; a tenth more are registered and stay disabled
 * @param rounds {@code -Dfaults.rounds}: how often each fault is repeated
 * @param callsPerSecond {@code -Dfaults.calls}: numbered calls per server
 * @param restarts {@code -Dfaults.restarts}: how many rolling restarts make one round of that row
 * @param postgresDown {@code -Dfaults.postgres-down}, in seconds: for how long PostgreSQL is away
 */
record Pace(boolean longForm, Duration lease, Duration beat, Duration fence, int servers, int rounds,
            double callsPerSecond, int restarts, Duration postgresDown) {

    /** By the system property {@code faults.form}: {@code long}, or else the short form. */
    static Pace asked() {
        boolean longForm = "long".equals(System.getProperty("faults.form"));
        return longForm
                ? new Pace(true, Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(7),
                        number("servers", 300), number("rounds", 20), number("calls", 1), number("restarts", 5),
                        Duration.ofSeconds(number("postgres-down", 60)))
                : new Pace(false, Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofSeconds(4),
                        number("servers", 30), number("rounds", 1), number("calls", 2), number("restarts", 1),
                        Duration.ofSeconds(number("postgres-down", 10)));
    }

    private static int number(String name, int otherwise) {
        return Integer.getInteger("faults." + name, otherwise);
    }

    /** What an instance is started with. */
    List<String> arguments() {
        return longForm ? List.of() : List.of("--mooring.ownership.lease-timeout=" + lease.toSeconds() + "s",
                "--mooring.ownership.beat=" + beat.toSeconds() + "s",
                "--mooring.ownership.fence=" + fence.toSeconds() + "s");
    }

    /** Long enough for others to take a lease for dead. */
    Duration pastLease() {
        return lease.multipliedBy(3).dividedBy(2);
    }

    /** Short enough that no fence is reached, whenever in a beat it begins. */
    Duration withinFence() {
        return fence.minus(beat).minusSeconds(1);
    }
}
