package dev.mooring.simulation;

import dev.mooring.ownership.Grant;
import dev.mooring.ownership.OwnedConnections;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One instance's WebSockets, as ownership sees them. A socket is open from the grant on: connecting is not the matter here. */
final class Sockets implements OwnedConnections {

    private final World world;
    private final Machine machine;
    private final Map<Long, Grant> open = new TreeMap<>();

    Sockets(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
    }

    /** The open sockets, by server id. */
    Map<Long, Grant> open() {
        return open;
    }

    @Override
    public void granted(List<Grant> grants) {
        world.chaos().maybeStop(world.timeline().current());
        for (Grant grant : grants) {
            if (world.judge().isOpen(grant.gate())) { // it may have taken long to come here
                world.trace().add(machine.name(), "opens", grant.serverId() + " epoch " + grant.epoch());
                world.judge().opened(grant);
                open.put(grant.serverId(), grant);
            }
        }
    }

    @Override
    public void close(Collection<Long> serverIds, End end) {
        world.trace().add(machine.name(), "closes", serverIds + " " + end);
        if (end != End.LOST) {
            linger(world.random().nextInt(300) * 1_000_000L);
        }
        world.judge().closed(serverIds.size());
        open.keySet().removeAll(serverIds);
    }

    private void linger(long nanos) {
        try {
            machine.sleep(nanos);
        } catch (Actor.Interrupted e) {
            world.timeline().current().interrupt(); // as Java code does that was interrupted: closes now, and remembers
        }
    }

    @Override
    public void removed(Collection<Long> serverIds) {
        world.trace().add(machine.name(), "removes", serverIds);
    }

    @Override
    public void fenced() {
        world.trace().add(machine.name(), "fenced", open.keySet());
        world.judge().closed(open.size());
        open.clear();
    }

    @Override
    public void reconnect(Collection<Long> serverIds) {
        world.trace().add(machine.name(), "reconnects", serverIds);
    }
}
