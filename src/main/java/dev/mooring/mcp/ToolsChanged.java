package dev.mooring.mcp;

/** Told when a service offers other tools than before, or has told other things of them. */
public interface ToolsChanged {

    /** Returns soon and never throws; what has to be done is done elsewhere. */
    void serviceChanged(long serviceId);
}
