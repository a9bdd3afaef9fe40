package dev.mooring.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Turns the journal into a verdict. Pure: the same events give the same verdict. */
final class Review {

    private final long since;
    private final long now;
    private final long patience;
    private final List<String> findings = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> stillOpen = new ArrayList<>();
    private final List<Long> gaps = new ArrayList<>();
    private long recovered;
    private long closed;
    private int wanted;
    private int acting;
    private int strict;
    private int control;
    private int pairs;
    private long open;
    private long longest;
    private int sent;
    private int answered;
    private int errors;
    private int duplicated;
    private int stray;
    private int wrong;
    private int lostWithSocket;
    private int lost;
    private int inFlight;
    private int outOfOrder;
    private int firstLost;
    private int garbage;
    private int handshakes;
    private int refused;

    private Review(long since, long now, long patience) {
        this.since = since;
        this.now = now;
        this.patience = patience;
    }

    /**
     * The verdict on what happened from {@code since} to {@code now}.
     *
     * @param patience nanoseconds after which a call or an initialize without a reply is lost
     */
    static Verdict of(Map<String, List<Event>> journal, long since, long now, long patience) {
        Review review = new Review(since, now, patience);
        journal.forEach(review::server);
        return review.verdict();
    }

    private void server(String name, List<Event> events) {
        List<Life> lives = Life.of(events);
        presence(name, events, lives);
        overlaps(name, lives);
        requests(name, events, lives);
        for (Life life : lives) {
            if (life.handshake >= since && life.lostItsFirstFrame(now, patience)) {
                firstLost++;
                finding(name, "socket " + life.socket + " never answered initialize, the first frame", life.handshake);
            }
        }
        for (Event event : events) {
            if (event.at() >= since) {
                switch (event.kind()) {
                    case HANDSHAKE -> handshakes++;
                    case REFUSED -> refused++;
                    case IN -> garbage += "garbage".equals(event.type()) || "binary".equals(event.type()) ? 1 : 0;
                    default -> { }
                }
            }
        }
    }

    /** Promise 2: connected when wanted, closed when not. */
    private void presence(String name, List<Event> events, List<Life> lives) {
        Event wish = null;
        for (Event event : events) {
            if (event.kind() == Event.Kind.WANTED || event.kind() == Event.Kind.UNWANTED) {
                wish = event;
            }
        }
        if (wish == null) {
            return;
        }
        long from = Math.max(since, wish.at());
        if (wish.kind() == Event.Kind.UNWANTED) {
            for (Life life : lives) {
                if (life.closed == Life.NEVER) {
                    stillOpen.add(name);
                    return;
                }
                closed = Math.max(closed, life.closed > from ? life.closed - since : 0);
            }
            return;
        }
        wanted++;
        long without = 0;
        long covered = from;
        for (Life life : lives.stream().filter(each -> !each.deaf && each.initialized != Life.NEVER)
                .sorted((a, b) -> Long.compare(a.initialized, b.initialized)).toList()) {
            if (life.initialized > covered) {
                without += life.initialized - covered;
                recovered = Math.max(recovered, life.initialized - since);
            }
            covered = Math.max(covered, life.servedUntil(lives));
        }
        if (covered < now) {
            without += now - covered;
            missing.add(name);
        }
        if (without > 0) {
            gaps.add(without);
        }
    }

    /** Promise 1: never two acting sockets. */
    private void overlaps(String name, List<Life> lives) {
        for (int i = 0; i < lives.size(); i++) {
            Life older = lives.get(i);
            if (older.closed < since) {
                continue;
            }
            long firstNewer = Life.NEVER;      // handshake of the first newer socket that acts at all
            long firstNewerAct = Life.NEVER;
            for (Life newer : lives.subList(i + 1, lives.size())) {
                if (newer.firstAct() != Life.NEVER) {
                    firstNewer = Math.min(firstNewer, newer.handshake);
                    firstNewerAct = Math.min(firstNewerAct, newer.firstAct());
                }
                long together = Math.min(Math.min(older.closed, newer.closed), now) - Math.max(newer.handshake, since);
                if (together > 0) {
                    pairs++;
                    open += together;
                    longest = Math.max(longest, together);
                }
            }
            for (Event act : older.acts) {
                if (act.at() >= since && act.at() > firstNewer) {
                    acting++;
                    boolean after = act.at() > firstNewerAct;
                    strict += after ? 1 : 0;
                    finding(name, "older socket " + older.socket + " sent " + act.type() + " " + act.id() + " "
                            + millis(act.at() - firstNewer) + " ms after a newer one's handshake"
                            + (after ? " and after its first frame" : ""), act.at());
                }
            }
            for (Event frame : older.controls) {
                control += frame.at() >= since && frame.at() > firstNewer ? 1 : 0;
            }
        }
    }

    private record Asked(Event request, int[] replies) {
    }

    private void requests(String name, List<Event> events, List<Life> lives) {
        Map<Long, Life> sockets = new HashMap<>();
        lives.forEach(life -> sockets.put(life.socket, life));
        Map<String, Asked> asked = new HashMap<>();
        Map<Long, Long> lastPing = new HashMap<>();
        for (Event event : events) {
            if (event.isRequest()) {
                asked.put(event.socket() + " " + event.id(), new Asked(event, new int[1]));
            } else if (event.isReply()) {
                Asked question = asked.get(event.socket() + " " + event.id());
                boolean counts = event.at() >= since;
                if (question == null) {
                    stray += counts ? 1 : 0;
                    finding(name, "reply to " + event.id() + " on socket " + event.socket()
                            + ", where it was not asked", event.at());
                    continue;
                }
                if (++question.replies[0] == 2 && counts) {
                    duplicated++;
                    finding(name, question.request.type() + " " + event.id() + " answered twice", event.at());
                }
                if ("wrong".equals(event.type()) && counts) {
                    wrong++;
                    finding(name, "the result of call " + event.id() + " lacks its number", event.at());
                }
                if (question.replies[0] == 1 && "tools/call".equals(question.request.type())
                        && question.request.at() >= since) {
                    answered++;
                    errors += "error".equals(event.type()) ? 1 : 0;
                }
                if (question.replies[0] == 1 && "ping".equals(question.request.type())) {
                    long number = Session.pingNumber(event.id());
                    Long last = lastPing.merge(event.socket(), number, Math::max);
                    if (last > number && counts) {
                        outOfOrder++;
                        finding(name, "ping " + number + " answered after ping " + last, event.at());
                    }
                }
            }
        }
        for (Asked question : asked.values()) {
            if (!"tools/call".equals(question.request.type()) || question.request.at() < since) {
                continue;
            }
            sent++;
            Life life = sockets.get(question.request.socket());
            if (question.replies[0] > 0) {
                continue;
            }
            long until = life == null ? now : Math.min(life.closed, now);
            if (until - question.request.at() > patience) {
                lost++;
                finding(name, "call " + question.request.id() + " was not answered though its socket was open",
                        question.request.at());
            } else if (life != null && life.closed <= now) {
                lostWithSocket++;
            } else {
                inFlight++;
            }
        }
    }

    private void finding(String server, String what, long at) {
        if (at >= since && findings.size() < 20) {
            findings.add(server + " at +" + millis(at - since) + " ms: " + what);
        }
    }

    private Verdict verdict() {
        long[] sorted = gaps.stream().mapToLong(Review::millis).sorted().toArray();
        return new Verdict(since, now, wanted, List.copyOf(missing), List.copyOf(stillOpen),
                missing.isEmpty() ? millis(recovered) : -1, stillOpen.isEmpty() ? millis(closed) : -1,
                new Verdict.Overlap(acting, strict, control, pairs, millis(open), millis(longest)),
                new Verdict.Gap(sorted.length, percentile(sorted, 50), percentile(sorted, 99),
                        Arrays.stream(sorted).max().orElse(0), Arrays.stream(sorted).boxed().toList()),
                new Verdict.Calls(sent, answered, errors, duplicated, stray, wrong, lostWithSocket, lost, inFlight),
                new Verdict.Frames(outOfOrder, firstLost, garbage), handshakes, refused, List.copyOf(findings));
    }

    /** Nearest rank. */
    private static long percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
