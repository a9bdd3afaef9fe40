package dev.mooring.simulation;

import dev.mooring.simulation.Ambushes.Kind;
import java.util.List;

/**
 * Looser forms of the protocol; the simulation must find out about each of them. Two parts of the protocol are not
 * here, because others do their work in all faults that the simulation knows: that a grant looks at the lock in Redis and
 * at the deadline (the conditional claim and the gate itself; it was found while rule 6 had a hole), and that releases
 * PostgreSQL has not heard of are remembered (an own row that is not held is claimed or released anew).
 */
final class Mutations {

    private static final String LEASE = "main/java/dev/mooring/ownership/lease/";
    private static final String LOCK = "main/java/dev/mooring/ownership/lock/";
    private static final String SIMULATION = "test/java/dev/mooring/simulation/";

    private Mutations() {
    }

    static List<Mutation> all() {
        return List.of(
                Mutation.of(Kind.PAUSED_BEFORE_THE_ANSWER, "rule 2: the deadline counts from the answer", LEASE + "Heart.java",
                        "if (reply.renewed()) {\n            extend(now, sent);",
                        "if (reply.renewed()) {\n            extend(now, clock.nanoTime());"),
                Mutation.of(null, "rule 3: the frame gate stays open until somebody ends the holding", LOCK + "Holding.java",
                        "return !ended && term.isAlive() && (!gated || clock.nanoTime() - ceiling < 0);",
                        "return !ended;"),
                Mutation.of(null, "rule 4: no watchdog", SIMULATION + "Instance.java",
                        "machine.start(\"watchdog\", () -> loop(() -> machine.sleep(ownership.heart().watch()), () -> false));",
                        ""),
                Mutation.of(Kind.HELD_RENEWAL, "rule 5: a passed deadline may be extended", LEASE + "LeaseTerm.java",
                        "if (!isAlive()) {", "if (over) {"),
                Mutation.of(null, "rule 5: a lease is revived under its old id", LEASE + "Heart.java",
                        "String id = self.ids.get();",
                        "String id = formerIds.isEmpty() ? self.ids.get() : formerIds.iterator().next();",
                        "store.remove(former);", ""),
                Mutation.of(Kind.LOST_REASSERTION, "rule 5: no gate at the old deadline", LOCK + "LeaseWatcher.java",
                        "holding -> holding.gateAt(oldDeadline)", "holding -> { }"),
                Mutation.of(null, "rule 6: an absent lease is dead at once", LEASE + "DeathWatch.java",
                        "return window.until - window.since;",
                        "return window.evidence == null ? Long.MAX_VALUE : window.until - window.since;"),
                Mutation.of(Kind.ROLLED_BACK_OUT_OF_SIGHT, "rule 6: time in which the claimer was cut off is evidence", LEASE + "DeathWatch.java",
                        "if (hasRead && sent - lastReceived > longestPauseNanos) {", "if (false) {"),
                Mutation.of(Kind.LOST_DATA, "rule 6: the incarnation is ignored", LEASE + "DeathWatch.java",
                        "if (newIncarnation == null || !newIncarnation.equals(incarnation)) {", "if (false) {"),
                Mutation.of(Kind.LOST_DATA, "rule 6: one missing incarnation is like the other", LEASE + "DeathWatch.java",
                        "if (newIncarnation == null || !newIncarnation.equals(incarnation)) {",
                        "if (!Objects.equals(incarnation, newIncarnation)) {"),
                Mutation.of(Kind.PAUSED_CLAIMER, "rule 6: evidence lasts until the answer", LEASE + "DeathWatch.java",
                        "new Window(evidence, window.since, sent)", "new Window(evidence, window.since, received)"),
                Mutation.of(Kind.LATE_QUESTION, "rule 6: evidence begins at the question", LEASE + "DeathWatch.java",
                        "new Window(evidence, received, received)", "new Window(evidence, sent, sent)"),
                Mutation.of(null, "rule 7: claim without the condition on the epoch", SIMULATION + "SimulatedPostgres.java",
                        " && row.epoch() == read.epoch()", ""),
                Mutation.of(Kind.LATE_RELEASE, "rule 7: release compares the owner but not the epoch", SIMULATION + "SimulatedPostgres.java",
                        "row.epoch() == lock.epoch() && ", ""),
                Mutation.of(null, "rule 7: a claim that failed half way stays", LOCK + "LockProtocol.java",
                        "\n                || row.owner().equals(term.instanceId());", ";"),
                Mutation.of(null, "rule 7: an absent lock is taken for a free one", LOCK + "LockProtocol.java",
                        "return row.owner() == null ||", "return !store.lock(List.of(new Lock(row.id(), term.instanceId(),"
                                + " row.epoch()))).isEmpty() || row.owner() == null ||"),
                Mutation.of(null, "rule 9: make before break", LOCK + "Handover.java",
                        "connections.close(ids, end);", "",
                        "connections.removed(ids);", "connections.close(ids, end);\n        connections.removed(ids);"));
    }
}
