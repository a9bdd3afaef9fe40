package dev.mooring.simulation;

import java.util.function.LongSupplier;

/** The last things that happened, and a fingerprint of all of them. */
final class Trace {

    private static final int KEPT = Integer.getInteger("simulation.trace", 400);

    private final LongSupplier now;
    private final String[] lines = new String[KEPT];
    private long count;
    private long fingerprint = 17;

    Trace(LongSupplier now) {
        this.now = now;
    }

    void add(String who, String did, Object what) {
        long at = now.getAsLong() / 1_000;
        String line = at / 1_000_000 + "." + String.valueOf(1_000_000 + at % 1_000_000).substring(1) + " " + who + " "
                + did + " " + what;
        lines[(int) (count++ % KEPT)] = line;
        fingerprint = fingerprint * 31 + line.hashCode();
    }

    /** The same for two runs only if they were the same, line by line. */
    long fingerprint() {
        return fingerprint;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (long i = Math.max(0, count - KEPT); i < count; i++) {
            text.append(lines[(int) (i % KEPT)]).append('\n');
        }
        return text.toString();
    }
}
