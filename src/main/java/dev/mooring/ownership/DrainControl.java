package dev.mooring.ownership;

/** Empties an instance, for a rolling upgrade: it hands everything over and takes nothing until told otherwise. */
public interface DrainControl {

    /**
     * Has an instance drained, whichever it is; it is noted in PostgreSQL and done within a beat.
     *
     * @return false if this instance knows of no such instance
     */
    boolean drain(String instanceId);

    /** Lets a drained instance take servers again; does nothing for one that is not drained. */
    void undrain(String instanceId);
}
