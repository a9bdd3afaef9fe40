package dev.mooring.mcp.calls;

import java.util.List;
import java.util.Map;

/** Where the last calls are kept, for all instances. */
public interface CallStore {

    /**
     * Adds records, each server's oldest first, and forgets all but the newest {@code keep} of each.
     *
     * @throws RuntimeException when they cannot be written
     */
    void add(Map<Long, List<CallRecord>> records, int keep);

    /**
     * A server's records, the newest first.
     *
     * @throws RuntimeException when they cannot be read
     */
    List<CallRecord> read(long serverId);
}
