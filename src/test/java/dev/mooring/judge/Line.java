package dev.mooring.judge;

import java.util.ArrayList;
import java.util.List;

/** One server as the endpoint knows it: how to treat it and its open sockets. Used on the judge's loop only. */
final class Line {

    final String name;
    final List<Session> open = new ArrayList<>();
    long nextCall;
    private final Journal journal;
    private Behaviour behaviour;

    Line(String name, Journal journal, Behaviour behaviour) {
        this.name = name;
        this.journal = journal;
        this.behaviour = behaviour;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    void behave(Behaviour next) {
        behaviour = next;
    }

    void log(long socket, Event.Kind kind, String type, String id, int bytes) {
        journal.add(new Event(System.nanoTime(), name, socket, kind, type, id, bytes));
    }

    /** A socket whose handshake is done; what the relay does to the older ones, it does here. */
    void opened(Session session) {
        List<Session> older = List.copyOf(open);
        open.add(session);
        if (behaviour.takeover() && !older.isEmpty()) {
            older.forEach(each -> each.close(1000));
            session.playDeaf();
        } else {
            session.open();
        }
    }

    void closed(Session session) {
        open.remove(session);
        log(session.number, Event.Kind.CLOSE, null, null, 0);
    }
}
