package dev.mooring.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a Redis on loopback who it is, with the few lines of its protocol that this takes. */
final class RedisProbe {

    private static final int TIMEOUT_MILLIS = 5000;

    private RedisProbe() {
    }

    /** The reply's lines; empty when nobody, or not a Redis, answers. An error reply is one line that starts with -. */
    static Optional<List<String>> ask(int port, String command) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            return Optional.of(readReply(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static List<String> readReply(BufferedReader reader) throws IOException {
        String first = reader.readLine();
        if (first == null || first.isEmpty()) {
            throw new IOException("closed");
        }
        List<String> lines = new ArrayList<>();
        switch (first.charAt(0)) {
            case '$' -> readBulk(reader, Integer.parseInt(first.substring(1)), lines);
            case '*' -> {
                for (int left = Integer.parseInt(first.substring(1)); left > 0; left--) {
                    lines.addAll(readReply(reader));
                }
            }
            case '+', ':', '-' -> lines.add(first);
            default -> throw new IOException("not a Redis");
        }
        return lines;
    }

    private static void readBulk(BufferedReader reader, int bytes, List<String> lines) throws IOException {
        int read = 0;
        while (read < bytes) {
            String line = reader.readLine();
            if (line == null) {
                throw new IOException("closed");
            }
            lines.add(line);
            read += line.getBytes(StandardCharsets.UTF_8).length + 2;
        }
    }
}
