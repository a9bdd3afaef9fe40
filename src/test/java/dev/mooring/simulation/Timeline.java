package dev.mooring.simulation;

import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * True time, in nanoseconds, and what is to happen in it. Actors are real threads that take turns: exactly one has the
 * baton. Whoever has to wait runs the events that come next, until one of them hands the baton to an actor; so the
 * order of everything follows from the seed alone, and most steps cost no thread switch.
 */
final class Timeline {

    private record Event(long at, int tie, long number, Runnable action, Actor actor, long waitNumber)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            int byTie = byTime != 0 ? byTime : Integer.compare(tie, other.tie);
            return byTie != 0 ? byTie : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Random random;
    private final Runnable afterEachStep;
    private final Actor director = new Actor(this, null, "director");
    private long now;
    private long steps;
    private long numbers;
    private int actors;
    private Actor running;
    private boolean choosing;
    private boolean ended;
    private Throwable failure;

    /** @param afterEachStep looks at the world after each step; what it throws ends the schedule */
    Timeline(Random random, Runnable afterEachStep) {
        this.random = random;
        this.afterEachStep = afterEachStep;
    }

    long now() {
        return now;
    }

    long steps() {
        return steps;
    }

    /** The actor that runs now; null while the next step is chosen or the world is looked at. */
    Actor current() {
        return choosing ? null : running;
    }

    /** Asks something of the code under test that is no step: it takes no time and nobody is stopped in it. */
    boolean unseen(BooleanSupplier question) {
        boolean before = choosing;
        choosing = true;
        try {
            return question.getAsBoolean();
        } finally {
            choosing = before;
        }
    }

    /** Has an action happen, in no actor's time. */
    void after(long nanos, Runnable action) {
        push(now + nanos, action, null, 0);
    }

    void resume(long at, Actor actor) {
        push(at, null, actor, actor.waitNumber());
    }

    void start(Actor actor, Runnable body) {
        actors++;
        actor.launch(body);
        resume(now, actor);
    }

    /** Runs events until {@link #end} or a failure; called by the thread of the test. */
    void run() {
        running = director;
        choosing = true;
        yieldBaton(director);
        choosing = false;
        if (failure != null) {
            throw new Violation(failure.getMessage(), failure);
        }
    }

    void end() {
        ended = true;
    }

    void fail(Throwable why) {
        failure = failure == null ? why : failure;
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Gives the baton to whoever is next and comes back when it is this actor's turn again. */
    void yieldBaton(Actor me) {
        choosing = true;
        Actor next = next();
        choosing = false;
        running = next;
        if (next != me) {
            next.takeBaton();
            me.awaitBaton();
        }
    }

    /** The last thing an actor does. */
    void leave() {
        actors--;
        choosing = true;
        Actor next = next();
        choosing = false;
        running = next;
        next.takeBaton();
    }

    private void push(long at, Runnable action, Actor actor, long waitNumber) {
        events.add(new Event(at, random.nextInt(4), numbers++, action, actor, waitNumber));
    }

    private Actor next() {
        look();
        while (true) {
            Event event = events.poll();
            if (event == null || ended && actors == 0) {
                return director;
            }
            if (event.actor == null) {
                now = Math.max(now, event.at);
                act(event.action);
            } else if (event.actor.isWaiting(event.waitNumber)) {
                long paused = event.actor.machine().pausedUntil();
                if (ended || paused <= event.at) {
                    now = Math.max(now, event.at);
                    steps++;
                    event.actor.resumed();
                    return event.actor;
                }
                push(paused + random.nextInt(2_000_000), null, event.actor, event.waitNumber);
            }
        }
    }

    private void act(Runnable action) {
        if (!ended) {
            try {
                steps++;
                action.run();
            } catch (RuntimeException | Error e) {
                fail(e);
            }
            look();
        }
    }

    private void look() {
        if (!ended) {
            try {
                afterEachStep.run();
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }
    }
}
