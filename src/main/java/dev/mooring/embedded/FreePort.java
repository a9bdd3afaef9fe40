package dev.mooring.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds TCP ports that nobody listens on. Somebody may take one a moment later: the caller tries again with another. */
public final class FreePort {

    private FreePort() {
    }

    /** The wanted loopback port if it is free, else any free one. */
    public static int onLoopback(int wanted) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return isFree(new InetSocketAddress(loopback, wanted)) ? wanted : any();
    }

    /** Any free loopback port. */
    public static int any() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EmbeddedException("No TCP port is free on the loopback interface: " + e.getMessage() + ".", e);
        }
    }

    /** Whether a server could listen there now. */
    public static boolean isFree(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
