package dev.mooring.connection.state;

/**
 * The names of the keys in Redis, which operators' scripts rely on.
 *
 * @param prefix put before each name, so that two installations can share one Redis; usually empty
 *     ({@code mooring.redis.key-prefix})
 */
public record ConnectionKeys(String prefix) {

    /** The set of the ids of all servers that have a state. */
    public String all() {
        return prefix + "mcp:connections:all";
    }

    /** One server's state, JSON. */
    public String state(long serverId) {
        return prefix + "mcp:connection:" + serverId;
    }
}
