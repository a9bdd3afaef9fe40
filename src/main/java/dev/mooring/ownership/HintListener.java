package dev.mooring.ownership;

import java.util.Collection;

/** Hears the hints of all instances, this one's among them, as they come over the Redis channel {@code mcp:events}. */
@FunctionalInterface
public interface HintListener {

    /**
     * Something may have changed. Must not block.
     *
     * @param type such as {@code servers-changed}, {@code connections-changed}, {@code reconnect}, {@code locks-released}
     * @param ids server ids or instance ids, by type; whoever can publish on the channel wrote them
     */
    void heard(String type, Collection<?> ids);
}
