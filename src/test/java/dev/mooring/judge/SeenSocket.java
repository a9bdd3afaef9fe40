package dev.mooring.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One WebSocket as the judge saw it; moments in nanoseconds of its clock, {@link #NEVER} for what has not come.
 *
 * @param from the caller's IP address, which tells the instance where each comes through a proxy of its own
 * @param accepted when its TCP connection was accepted
 * @param initialized when {@code initialize} was answered
 */
public record SeenSocket(String server, String from, long accepted, long handshake, long initialized, long closed) {

    /** A moment that has not come. */
    public static final long NEVER = Life.NEVER;

    static List<SeenSocket> of(Map<String, List<Event>> journal, long since) {
        List<SeenSocket> sockets = new ArrayList<>();
        journal.forEach((server, events) -> {
            Map<Long, Event> accepts = new HashMap<>();
            events.stream().filter(event -> event.kind() == Event.Kind.ACCEPT)
                    .forEach(event -> accepts.put(event.socket(), event));
            Life.of(events).stream().filter(life -> life.closed >= since).forEach(life -> {
                Event accept = accepts.get(life.socket);
                sockets.add(new SeenSocket(server, accept.type(), accept.at(), life.handshake, life.initialized,
                        life.closed));
            });
        });
        sockets.sort(Comparator.comparingLong(SeenSocket::handshake));
        return sockets;
    }
}
