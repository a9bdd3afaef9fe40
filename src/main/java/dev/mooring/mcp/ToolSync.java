package dev.mooring.mcp;

/** Reads a service's tools from its backend into PostgreSQL, so that tools/list never waits for a backend. */
public interface ToolSync {

    /**
     * Result of a sync; {@code error} is null after a success, else one sentence without secrets. A failed sync leaves
     * the tools read before in place.
     */
    record Result(int tools, String error) {
    }

    /** Reads the tools of one service now; blocks for the tool timeout at most. Never throws for a broken backend. */
    Result sync(long serviceId);
}
