package dev.mooring.connection.socket;

import dev.mooring.ownership.FrameGate;

/** Opens WebSockets. */
public interface Dialer {

    /** One attempt to connect. */
    interface Attempt {
        /** No longer wanted: a socket that opens nevertheless is closed at once, and the listener hears nothing. */
        void abort();
    }

    /** Hears about one attempt and its socket, on the socket's event loop; nothing after {@code closed} or {@code failed}. */
    interface Listener {
        void opened(Socket socket);

        void failed(Failure failure);

        /** A text frame, in the order of arrival. */
        void text(String frame);

        /** A binary frame, which MCP does not know. */
        void binary();

        /** Any frame, pings and pongs included. */
        void life();

        void closed(Failure failure);
    }

    /** An open WebSocket. All methods may be called from any thread, and none blocks. */
    interface Socket {
        void write(String text);

        void ping();

        void pause();

        void resume();

        /** Sends a close frame, nothing else; the TCP connection ends when the endpoint answers it. */
        void sendClose();

        /** Ends the TCP connection without writing anything. */
        void closeHard();

        /** Runs the task once the TCP connection is closed, now if it is. */
        void whenClosed(Runnable task);
    }

    /**
     * Never blocks; the failure of whatever goes wrong reaches the listener.
     *
     * @param gate once it is closed nothing more is written to the network, whatever was handed over before
     */
    Attempt dial(EndpointAddress address, FrameGate gate, Listener listener);
}
