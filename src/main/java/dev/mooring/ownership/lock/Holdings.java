package dev.mooring.ownership.lock;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All that this instance owns, by id. Safe to read from any thread. */
public final class Holdings {

    private final Map<String, Holding> byId = new ConcurrentHashMap<>();

    public Collection<Holding> all() {
        return List.copyOf(byId.values());
    }

    public Holding get(String id) {
        return byId.get(id);
    }

    public int size() {
        return byId.size();
    }

    void add(Holding holding) {
        byId.put(holding.lock().id(), holding);
    }

    /** Closes the gate for good and forgets the holding. */
    void end(Holding holding) {
        holding.end();
        byId.remove(holding.lock().id(), holding);
    }
}
