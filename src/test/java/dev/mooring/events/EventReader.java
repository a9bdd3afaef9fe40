package dev.mooring.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A client that reads a stream of events as it comes. */
public final class EventReader implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger comments = new AtomicInteger();
    private final HttpResponse<Stream<String>> response;
    private volatile boolean ended;

    /** Opens it; of an answer that is no stream only the status is of interest. */
    public EventReader(String url, String token) {
        try {
            response = HTTP.send(HttpRequest.newBuilder(URI.create(url + "/api/events")).header("Authorization",
                    "Bearer " + token).header("Last-Event-ID", "long-ago-7").build(), BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Thread reader = new Thread(this::read, "event-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (Stream<String> lines = response.body()) {
            lines.forEach(line -> {
                if (line.startsWith("data: ")) {
                    events.add(parsed(line.substring(6)));
                } else if (line.startsWith(":")) {
                    comments.incrementAndGet();
                }
            });
        } catch (UncheckedIOException | IllegalStateException e) {
            // the instance is gone, or this reader, perhaps before it began
        } finally {
            ended = true;
        }
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int status() {
        return response.statusCode();
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public List<JsonNode> events() {
        return events;
    }

    /** Whether an event of the type has come of which this is true. */
    public boolean has(String type, Predicate<JsonNode> wanted) {
        return events.stream().anyMatch(event -> event.path("type").asText().equals(type) && wanted.test(event));
    }

    public int comments() {
        return comments.get();
    }

    public boolean hasEnded() {
        return ended;
    }

    /** Goes away without a word. */
    @Override
    public void close() {
        response.body().close();
    }
}
