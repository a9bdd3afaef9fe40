package dev.mooring.connection;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;

/** A WebSocket server down to the bytes, so that a test sees and decides what goes over the wire. */
final class RawEndpoint implements AutoCloseable {
    private final ServerSocket server;
    final List<Peer> peers = new CopyOnWriteArrayList<>();
    volatile Consumer<Peer> onRequest = peer -> peer.accept(null);
    volatile boolean answerPings = true;

    RawEndpoint() {
        this(ServerSocketFactory.getDefault());
    }

    /** @param sockets where its sockets come from, such as those of TLS */
    RawEndpoint(ServerSocketFactory sockets) {
        try {
            server = sockets.createServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The TCP connection of that number, from 0, once its handshake is answered. */
    Peer peer(int index) {
        await().until(() -> peers.size() > index && peers.get(index).upgraded);
        return peers.get(index);
    }

    long open() {
        return peers.stream().filter(peer -> peer.upgraded && !peer.ended).count();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "raw-endpoint");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Peer peer = new Peer(server.accept());
                peers.add(peer);
                daemon(peer::serve);
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Peer peer : peers) {
            peer.drop();
        }
    }

    /** One TCP connection. */
    final class Peer {
        private final Socket socket;
        volatile String requestLine;
        volatile String key;
        volatile boolean upgraded;
        volatile boolean ended;
        volatile CountDownLatch held = new CountDownLatch(0);
        final List<String> texts = new CopyOnWriteArrayList<>();
        final BlockingQueue<Integer> opcodes = new LinkedBlockingQueue<>();

        Peer(Socket socket) {
            this.socket = socket;
        }

        private void serve() {
            try (socket) {
                DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
                requestLine = line(in);
                for (String header; !(header = line(in)).isEmpty();) {
                    if (header.toLowerCase().startsWith("sec-websocket-key:")) {
                        key = header.substring(18).trim();
                    }
                }
                onRequest.accept(this);
                while (true) {
                    read(in);
                }
            } catch (IOException | UncheckedIOException e) {
                // the end of the connection
            } finally {
                ended = true;
            }
        }

        private void read(DataInputStream in) throws IOException {
            int opcode = in.readUnsignedByte() & 15;
            int length = in.readUnsignedByte() & 127;
            long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            awaitRelease();
            byte[] mask = in.readNBytes(4);
            byte[] data = in.readNBytes((int) size);
            for (int i = 0; i < data.length; i++) {
                data[i] ^= mask[i & 3];
            }
            opcodes.add(opcode);
            if (opcode == 1) {
                texts.add(new String(data, StandardCharsets.UTF_8));
            } else if (opcode == 8) {
                write(frame(8, data));
                socket.close();
            } else if (opcode == 9 && answerPings) {
                write(frame(10, data));
            }
        }

        private void awaitRelease() throws IOException {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        /** How much of what was sent waits to be read. */
        int waiting() throws IOException {
            return socket.getInputStream().available();
        }

        /** Answers the handshake; the greeting goes out in the same write. */
        void accept(String greeting) {
            try {
                String accept = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(
                        (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII)));
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.writeBytes(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                if (greeting != null) {
                    out.writeBytes(frame(1, greeting.getBytes(StandardCharsets.UTF_8)));
                }
                upgraded = true;
                write(out.toByteArray());
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        void refuse(int status) {
            write(("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        void send(String text) {
            write(frame(1, text.getBytes(StandardCharsets.UTF_8)));
        }

        void sendBinary() {
            write(frame(2, new byte[] {1, 2, 3}));
        }

        void sendClose(int code) {
            write(frame(8, new byte[] {(byte) (code >> 8), (byte) code}));
        }

        void drop() {
            try {
                socket.close();
            } catch (IOException e) {
                // it is closed
            }
        }

        private synchronized void write(byte[] bytes) {
            try {
                OutputStream out = socket.getOutputStream();
                out.write(bytes);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] frame(int opcode, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(128 | opcode);
        if (data.length < 126) {
            out.write(data.length);
        } else if (data.length < 65536) {
            out.write(126);
            out.write(data.length >> 8);
            out.write(data.length);
        } else {
            out.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) data.length >> shift));
            }
        }
        out.writeBytes(data);
        return out.toByteArray();
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c; (c = in.readUnsignedByte()) != '\n';) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
