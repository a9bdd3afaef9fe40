package dev.mooring.ownership;

/** Lets a route run once per cluster: exactly one live instance leads a name. */
public interface ClusterLeader {

    /** Whether this instance leads the name at this very moment. Never blocks. */
    boolean isLeader(String name);
}
