package dev.mooring.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A loopback port that is free at this moment, for servers that cannot take port 0. */
final class FreePort {

    private FreePort() {
    }

    static int find() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that is not above the given. */
    static int upTo(int highest) {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = find();
            if (port <= highest) {
                return port;
            }
        }
        throw new IllegalStateException("No free port up to " + highest);
    }
}
