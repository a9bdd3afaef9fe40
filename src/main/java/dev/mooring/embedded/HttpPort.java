package dev.mooring.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The next free port for an instance that was not told one: 5001, 5002, 5003 and so on. A lock per port keeps two
 * instances that start at once from choosing the same one, long before either listens.
 */
final class HttpPort {

    static final int FIRST = 5001;
    private static final int LAST = 5999;

    private HttpPort() {
    }

    static int choose(EmbeddedServers servers) {
        Path locks = servers.folder().file("ports");
        try {
            Files.createDirectories(locks);
            for (int port = FIRST; port <= LAST; port++) {
                FileChannel channel = FileLocks.open(locks.resolve(port + ".lock"));
                if (FileLocks.tryLock(channel, false).isPresent() && FreePort.isFree(new InetSocketAddress(port))) {
                    servers.keep(channel);
                    return port;
                }
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new EmbeddedException("No port from " + FIRST + " to " + LAST + " is free: set server.port.");
    }
}
