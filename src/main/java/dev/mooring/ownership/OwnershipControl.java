package dev.mooring.ownership;

/** What a connection may ask of ownership. */
public interface OwnershipControl {

    /**
     * The endpoint refused again and again: gives the server's lock up so that another instance tries, if there is one
     * and this server has not moved for this reason within the reconnect cooldown. Never blocks.
     *
     * @return whether it will be given up
     */
    boolean giveUp(long serverId);
}
