package dev.mooring.mcp.calls;

/** Told of each call of a tool by a server's peer, whether or not it is recorded; must not block or throw. */
@FunctionalInterface
public interface CallListener {

    void called(CallRecord call);
}
