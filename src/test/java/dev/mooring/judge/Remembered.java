package dev.mooring.judge;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of one server's events later verdicts still need. */
final class Remembered {

    private Remembered() {
    }

    /** The last wish, and of each socket that is not closed its beginning and its unanswered requests. */
    static List<Event> of(List<Event> events) {
        Map<Long, Set<String>> replied = new HashMap<>();
        Set<Long> over = new HashSet<>();
        Event wish = null;
        for (Event event : events) {
            switch (event.kind()) {
                case WANTED, UNWANTED -> wish = event;
                case CLOSE, REFUSED -> over.add(event.socket());
                case IN -> {
                    if (event.isReply()) {
                        replied.computeIfAbsent(event.socket(), none -> new HashSet<>()).add(event.id());
                    }
                }
                default -> { }
            }
        }
        Event lastWish = wish;
        return events.stream().filter(event -> event == lastWish || !over.contains(event.socket())
                && isNeeded(event, replied.getOrDefault(event.socket(), Set.of()))).toList();
    }

    private static boolean isNeeded(Event event, Set<String> replied) {
        return switch (event.kind()) {
            case ACCEPT, HANDSHAKE, DEAF -> true;
            case IN -> Session.INITIALIZE_ID.equals(event.id()) && event.isReply();
            case OUT -> event.isRequest()
                    && (Session.INITIALIZE_ID.equals(event.id()) || !replied.contains(event.id()));
            default -> false;
        };
    }
}
