package dev.mooring.simulation;

import dev.mooring.ownership.Grant;
import dev.mooring.ownership.lock.OwnerRow;
import java.util.ArrayList;
import java.util.List;

/** Promise 2: what must be the case some time after the last fault, and stay so. */
final class Settling {

    private final World world;

    Settling(World world) {
        this.world = world;
    }

    /** What is not yet as it should be; empty when all is well. */
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        List<Instance> members = world.instances().stream().filter(i -> !i.isLeaving()).toList();
        for (OwnerRow row : world.servers().all()) {
            List<Grant> holders = world.instances().stream().map(i -> i.sockets().open().get(Long.valueOf(row.id())))
                    .filter(grant -> grant != null && world.judge().isOpen(grant.gate())).toList();
            if (holders.size() != (row.wanted() ? 1 : 0)) {
                wrong.add(row + " is held by " + holders);
            } else if (row.wanted() && !row.owner().equals(holders.get(0).instanceId())) {
                wrong.add(row + " is held by another: " + holders);
            }
        }
        long open = world.instances().stream().mapToLong(i -> i.sockets().open().size()).sum();
        long wanted = world.servers().all().stream().filter(OwnerRow::wanted).count();
        if (open != wanted) {
            wrong.add(open + " sockets are open for " + wanted + " servers");
        }
        int most = members.stream().mapToInt(i -> i.sockets().open().size()).max().orElse(0);
        int least = members.stream().mapToInt(i -> i.sockets().open().size()).min().orElse(0);
        if (most - least > 1) {
            wrong.add("out of balance: " + least + " to " + most);
        }
        if (world.instances().stream().noneMatch(i -> i.ownership().leadership().isLeader(Instance.NAME))) {
            wrong.add("nobody leads");
        }
        return wrong;
    }

    /** Whether Redis shows who owns what, as an operator reads it; restored by the next look at the locks. */
    List<String> wrongInRedis() {
        return world.servers().all().stream().filter(OwnerRow::wanted)
                .filter(row -> !(row.owner() + "|" + row.epoch()).equals(world.redis().lockOf("server:" + row.id())))
                .map(row -> row + " has the lock " + world.redis().lockOf("server:" + row.id())).toList();
    }
}
