package dev.mooring.ownership.runtime;

import dev.mooring.ownership.Ownership;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the other instances by hints, and this one's reconciliation by its signal.
 *
 * @param everJoined set with the first lease
 */
record Announcements(ClusterEvents events, Signal signal, AtomicBoolean everJoined) implements Ownership.Announcer {

    @Override
    public void joined(String instanceId) {
        everJoined.set(true);
        events.joined(instanceId);
    }

    @Override
    public void released(List<Long> serverIds) {
        events.locksReleased(serverIds);
    }

    @Override
    public void wake() {
        signal.raise();
    }
}
