package dev.mooring.faults;

import java.util.function.Predicate;

/**
 * What a row is compared with; told in the table, not asserted.
 *
 * @param text the target in words; empty for none
 * @param met whether one round met it
 */
record Target(String text, Predicate<Round> met) {

    static final Target NONE = new Target("", round -> true);

    static final Target NOTHING_MOVES = new Target("0 disconnects, 0 moves",
            round -> round.verdict().handshakes() == 0 && round.moves() == 0);

    static Target gapP99(long millis) {
        return new Target("gap p99 < " + millis + " ms", round -> round.verdict().gap().p99Millis() < millis);
    }

    /** @param connects what connecting all of them may take on top */
    static Target backWithin(long millis, long connects) {
        return new Target("all back within %d s + connects (%d s)".formatted(millis / 1000, connects / 1000),
                round -> round.verdict().gap().maxMillis() <= millis + connects);
    }

    /** What one instance owned moves to the others, and as much comes back to it. */
    static Target awayAndBack(Pace pace) {
        return moves(2 * ((pace.servers() + Bed.INSTANCES - 1) / Bed.INSTANCES));
    }

    static Target moves(int most) {
        return new Target("at most " + most + " moves", round -> round.moves() <= most);
    }
}
