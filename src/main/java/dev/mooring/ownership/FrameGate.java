package dev.mooring.ownership;

/**
 * Asked before this instance acts on a server: before an inbound frame is processed, before a tool is called, before
 * a frame is written. Closed means that another instance may own the server by now: do nothing, write nothing.
 */
@FunctionalInterface
public interface FrameGate {

    /** The exchange property that carries the gate of the connection a frame came from. */
    String PROPERTY = "MooringFrameGate";

    /** Whether this instance may still act, at this very moment. Never blocks. */
    boolean isOpen();
}
