package dev.mooring.observe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.testbed.Api;
import dev.mooring.testbed.Instance;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Asks an instance again and again for its phase in {@code GET /api/cluster}, its readiness, the phase in its health and its
 * liveness. Where the phase was the same before and after, the others must fit it.
 */
final class Agreement implements AutoCloseable {

    private final Api api;
    private final Thread thread = new Thread(this::run, "agreement");
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private volatile String newest = "";
    private volatile boolean over;

    Agreement(Instance instance) {
        this.api = new Api(instance.url()).login("admin", Instance.PASSWORD);
        thread.start();
    }

    private void run() {
        while (!over) {
            try {
                compare();
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                faults.add("not answered: " + e);
            }
        }
    }

    private void compare() {
        String before = phase();
        int ready = api.send("GET", "/actuator/health/readiness", null).status();
        JsonNode told = api.send("GET", "/actuator/health/ownership", null).body();
        int alive = api.send("GET", "/actuator/health/liveness", null).status();
        if (!before.equals(phase())) {
            return;
        }
        newest = before;
        seen.add(before);
        if (alive != 200 || (ready == 200) != before.equals("LIVE")
                || !told.path("details").path("phase").asText().equals(before)) {
            faults.add("%s, but readiness %d, liveness %d, health %s".formatted(before, ready, alive, told));
        }
    }

    private String phase() {
        for (JsonNode member : api.members()) {
            if (member.path("self").asBoolean()) {
                return member.path("phase").asText();
            }
        }
        return "";
    }

    /** The phase of the newest comparison. */
    boolean isNow(String phase) {
        return newest.equals(phase);
    }

    Set<String> seen() {
        return seen;
    }

    List<String> faults() {
        return faults;
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
    }
}
