package dev.mooring.ownership.redis;

/**
 * The names of ownership's keys and its channel. The part after the prefix is fixed: operators' scripts read it.
 *
 * @param prefix lets two installations share one Redis; empty by default
 */
public record RedisKeys(String prefix) {

    public String instance(String instanceId) {
        return prefix + "mcp:instance:" + instanceId;
    }

    String instances() {
        return prefix + "mcp:instances";
    }

    String incarnation() {
        return prefix + "mcp:incarnation";
    }

    public String connectionLock(String serverId) {
        return prefix + "mcp:lock:connection:" + serverId;
    }

    public String clusterLock(String name) {
        return prefix + "mcp:lock:cluster:" + name;
    }

    public String events() {
        return prefix + "mcp:events";
    }
}
