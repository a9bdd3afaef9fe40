package dev.mooring.ownership.redis;

import dev.mooring.config.InvalidConfigurationException;
import java.util.regex.Pattern;

/**
 * The names of ownership's keys and its channel. The part after the prefix is fixed: operators' scripts read it.
 *
 * @param prefix lets two installations share one Redis; empty by default
 */
public record RedisKeys(String prefix) {

    /** What can stand unquoted in a key pattern, a route's address and a line of redis-cli. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:-]{0,64}");

    public RedisKeys {
        if (!PLAIN.matcher(prefix).matches()) {
            throw new InvalidConfigurationException("mooring.redis.key-prefix", prefix,
                    "must be at most 64 letters, digits and the characters . _ : -");
        }
        if (prefix.contains("mcp:")) {
            throw new InvalidConfigurationException("mooring.redis.key-prefix", prefix,
                    "must not contain mcp: because its keys could be taken for another installation's");
        }
    }

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
