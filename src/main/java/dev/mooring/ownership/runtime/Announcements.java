package dev.mooring.ownership.runtime;

import dev.mooring.ownership.Ownership;
import java.util.List;

/** Tells the other instances by hints, and this one's reconciliation by its signal. */
record Announcements(ClusterEvents events, Signal signal) implements Ownership.Announcer {

    @Override
    public void joined(String instanceId) {
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
