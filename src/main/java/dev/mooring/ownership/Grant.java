package dev.mooring.ownership;

/**
 * This instance owns a server: the row in PostgreSQL and the lock in Redis both say so.
 *
 * @param epoch the fencing epoch of this ownership; strictly greater than that of every earlier one of the server
 * @param gate closed for good once this ownership has ended, whatever the reason
 * @param afterFault whether the owner before us ended uncleanly (crash, pause, partition), so that the endpoint may
 *     still hold its socket
 * @param idleSince since when nobody looks after the server as far as this instance knows, in nanoseconds of its own clock:
 *     after a fault when the owner's last sign of life came, else when this instance found the server free
 */
public record Grant(long serverId, String serverName, long epoch, String instanceId, FrameGate gate,
                    boolean afterFault, long idleSince) {

    /** Of a server that was found free just now. */
    public Grant(long serverId, String serverName, long epoch, String instanceId, FrameGate gate, boolean afterFault) {
        this(serverId, serverName, epoch, instanceId, gate, afterFault, System.nanoTime());
    }
}
