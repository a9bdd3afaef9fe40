package dev.mooring.judge;

import java.util.ArrayList;
import java.util.List;

/** One socket of a server, gathered from the journal. Moments that did not come are {@link #NEVER}. */
final class Life {

    static final long NEVER = Long.MAX_VALUE;

    final long socket;
    final long handshake;
    final List<Event> acts = new ArrayList<>();
    final List<Event> controls = new ArrayList<>();
    long initializeSent = NEVER;
    long initialized = NEVER;
    long closed = NEVER;
    boolean deaf;

    private Life(long socket, long handshake) {
        this.socket = socket;
        this.handshake = handshake;
    }

    /** The sockets of one server in the order of their handshakes. */
    static List<Life> of(List<Event> events) {
        List<Life> lives = new ArrayList<>();
        for (Event event : events) {
            if (event.kind() == Event.Kind.HANDSHAKE) {
                lives.add(new Life(event.socket(), event.at()));
                continue;
            }
            for (int i = lives.size() - 1; i >= 0; i--) {
                if (lives.get(i).socket == event.socket()) {
                    lives.get(i).add(event);
                    break;
                }
            }
        }
        return lives;
    }

    private void add(Event event) {
        switch (event.kind()) {
            case IN -> {
                acts.add(event);
                if (initialized == NEVER && Session.INITIALIZE_ID.equals(event.id()) && event.isReply()) {
                    initialized = event.at();
                }
            }
            case OUT -> {
                if ("initialize".equals(event.type())) {
                    initializeSent = event.at();
                }
            }
            case CONTROL_IN -> controls.add(event);
            case DEAF -> deaf = true;
            case CLOSE -> closed = event.at();
            default -> { }
        }
    }

    long firstAct() {
        return acts.isEmpty() ? NEVER : acts.get(0).at();
    }

    /** Its close, or, when a newer socket replaced it before that, its last frame. */
    long servedUntil(List<Life> lives) {
        long replaced = lives.stream().filter(other -> other.handshake > handshake && other.initialized != NEVER)
                .mapToLong(other -> other.handshake).min().orElse(NEVER);
        if (replaced >= closed) {
            return closed;
        }
        long last = initialized;
        for (List<Event> frames : List.of(acts, controls)) {
            for (Event frame : frames) {
                last = frame.at() <= replaced ? Math.max(last, frame.at()) : last;
            }
        }
        return last;
    }

    /** Whether the first frame got lost: something else was answered, or nothing for longer than patience. */
    boolean lostItsFirstFrame(long now, long patience) {
        if (deaf || initializeSent == NEVER || initialized != NEVER) {
            return false;
        }
        return acts.stream().anyMatch(Event::isReply) || Math.min(closed, now) - initializeSent > patience;
    }
}
