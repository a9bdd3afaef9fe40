package dev.mooring.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the judge saw, per server in memory and, if wanted, as JSON lines in a file. Used on the judge's loop only. */
final class Journal implements AutoCloseable {

    private static final ObjectMapper JSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private final Map<String, List<Event>> servers = new TreeMap<>();
    private final BufferedWriter file;

    Journal(Path path) {
        try {
            file = path == null ? null : Files.newBufferedWriter(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(Event event) {
        if (event.server() != null) {
            servers.computeIfAbsent(event.server(), name -> new ArrayList<>()).add(event);
        }
        if (file != null) {
            try {
                file.write(JSON.writeValueAsString(event));
                file.newLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A copy, so that a review does not need the loop. */
    Map<String, List<Event>> copy() {
        Map<String, List<Event>> copy = new TreeMap<>();
        servers.forEach((name, events) -> copy.put(name, List.copyOf(events)));
        return copy;
    }

    /**
     * Forgets, in memory, what no later verdict needs: closed sockets and answered requests. What stays of an open socket
     * is its beginning and the requests that wait.
     */
    void forget() {
        servers.replaceAll((name, events) -> new ArrayList<>(Remembered.of(events)));
    }

    void flush() {
        if (file != null) {
            try {
                file.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
