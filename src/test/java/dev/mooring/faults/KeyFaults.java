package dev.mooring.faults;

import java.util.List;

/** An operator deletes keys. */
final class KeyFaults {

    private KeyFaults() {
    }

    static Fault lockDeleted() {
        return Fault.of("an operator deletes one lock", bed ->
                bed.redis.commands().del("mcp:lock:connection:" + oneServer(bed)), Target.NOTHING_MOVES);
    }

    static Fault leaseDeleted() {
        return Fault.of("an operator deletes one lease", bed -> {
            String owner = bed.snapshot().owner(oneServer(bed));
            bed.redis.commands().del("mcp:instance:" + owner);
        }, Target.NOTHING_MOVES);
    }

    static Fault stateDeleted() {
        return Fault.of("an operator deletes one state", bed ->
                bed.redis.commands().del("mcp:connection:" + oneServer(bed)), Target.NOTHING_MOVES);
    }

    static Fault allKeysOfAServerDeleted() {
        return Fault.of("an operator deletes all keys of one server", bed -> {
            long id = oneServer(bed);
            bed.redis.commands().del("mcp:lock:connection:" + id, "mcp:connection:" + id);
            bed.redis.commands().srem("mcp:connections:all", Long.toString(id));
        }, Target.NOTHING_MOVES);
    }

    private static long oneServer(Bed bed) {
        return bed.serversOf(2, 1).values().iterator().next();
    }

    static List<Fault> all(Pace pace) {
        return List.of(lockDeleted(), leaseDeleted(), stateDeleted(), allKeysOfAServerDeleted());
    }
}
