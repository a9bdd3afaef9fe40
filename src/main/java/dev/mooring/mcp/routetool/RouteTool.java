package dev.mooring.mcp.routetool;

import java.util.Map;

/** A tool that a started route offers. */
public interface RouteTool {

    /** What the caller calls it by: 1 to 64 characters of {@code [a-zA-Z0-9_-]}. */
    String name();

    /** What a model reads to decide whether to call it. */
    String description();

    /** The JSON Schema of its arguments, an object schema. */
    Map<String, Object> inputSchema();

    /**
     * Runs the route in the calling thread.
     *
     * @param arguments by parameter name; those that are not declared are dropped
     * @return the route's body at its end: a text, or a map or list that is to become JSON; null when it has none
     * @throws Exception whatever the route failed with
     */
    Object call(Map<String, Object> arguments) throws Exception;
}
