package dev.mooring.ownership;

/** Asked by what must run once per cluster. */
public interface ClusterLeader {

    /** Whether this instance leads by that name at this moment. Never blocks. */
    boolean isLeader(String name);
}
