package dev.mooring.testbed;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.List;

/** Redis in one of the ways in which people run it: standalone, Sentinel, Cluster, with a password or TLS. */
public interface RedisSetup extends AutoCloseable {

    /** What tells Mooring where it is, each as {@code name=value}: exactly what an operator would configure. */
    List<String> properties();

    /** Commands for looking at keys, on all nodes of a Cluster; not through the user that Mooring has. */
    RedisClusterCommands<String, String> commands();

    /** SIGSTOP to whatever serves the data. */
    void pause();

    /** SIGCONT. */
    void resume();

    @Override
    void close();
}
