package dev.mooring.ownership.lock;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who owns something, as its row in PostgreSQL says.
 *
 * @param wanted whether it should have an owner (an enabled server)
 * @param epoch raised by each claim
 * @param owner the instance that claimed it last; null if none ever did
 * @param released whether that owner has given it back
 * @param revision raised when whoever owns it must close and open its connection
 */
public record OwnerRow(String id, String name, boolean wanted, long epoch, String owner, boolean released,
                       long revision) {

    /** The instances that own rows, dead or alive. */
    public static Set<String> owners(Collection<OwnerRow> rows) {
        return rows.stream().filter(row -> !row.released() && row.owner() != null).map(OwnerRow::owner)
                .collect(Collectors.toUnmodifiableSet());
    }
}
