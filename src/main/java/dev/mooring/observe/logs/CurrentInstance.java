package dev.mooring.observe.logs;

import dev.mooring.ownership.Ownership;
import dev.mooring.ownership.lease.LeaseTerm;
import org.springframework.stereotype.Component;

/**
 * The id whose lease this process holds at this moment, for log lines, which are written where no bean can be asked for:
 * {@code none} before the first lease and between a lost one and the next, as in {@code GET /api/cluster}.
 */
@Component
final class CurrentInstance implements AutoCloseable {

    private static volatile Ownership ownership;

    CurrentInstance(Ownership own) {
        ownership = own;
    }

    static String id() {
        Ownership own = ownership;
        LeaseTerm term = own == null ? null : own.heart().term();
        return term == null ? "none" : term.instanceId();
    }

    @Override
    public void close() {
        ownership = null;
    }
}
