package dev.mooring.simulation;

import dev.mooring.ownership.lease.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Carries commands to Redis and PostgreSQL and answers back. A command takes effect when it is delivered; its request
 * or its answer may be slow, overtaken, or lost, and a request whose sender has long given up may still arrive.
 */
final class Network {

    /** What is at the other end, and for how long (nanoseconds) callers wait for it. */
    enum Service {
        REDIS(1_000_000_000L), POSTGRES(3_000_000_000L);

        private final long timeout;

        Service(long timeout) {
            this.timeout = timeout;
        }
    }

    /** What cannot pass between a machine and a service. */
    enum Cut {
        NONE, REQUESTS, ANSWERS, BOTH;

        boolean stops(boolean request) {
            return this == BOTH || this == (request ? REQUESTS : ANSWERS);
        }
    }

    /** How the commands of one pipeline reach Redis. */
    enum Order {
        /** At one moment. */
        TOGETHER,
        /** One after the other, with others' commands in between. */
        IN_SEQUENCE,
        /** In any order, each lost or delayed by itself, as on the nodes of a Cluster. */
        ANY
    }

    private static final long MICROS = 1_000;
    private static final long MILLIS = 1_000_000;
    /** Answered in place of a result when the server refused the connection. */
    private static final Object REFUSED = new Object();

    private final Timeline timeline;
    private final Random random;
    private final Trace trace;
    private Order order = Order.TOGETHER;
    private final boolean[] down = new boolean[Service.values().length];
    private final List<Ambush> ambushes = new ArrayList<>();
    private int lossPercent;
    private int slowPercent;
    private long slowness = 900 * MILLIS;

    Network(Timeline timeline, Random random, Trace trace) {
        this.timeline = timeline;
        this.random = random;
        this.trace = trace;
    }

    void order(Order newOrder) {
        order = newOrder;
    }

    void down(Service service, boolean isDown) {
        down[service.ordinal()] = isDown;
    }

    boolean isDown(Service service) {
        return down[service.ordinal()];
    }

    /** So many of a hundred messages are lost, so many take up to {@code slowness} longer. */
    void weather(int newLossPercent, int newSlowPercent, long newSlowness) {
        lossPercent = newLossPercent;
        slowPercent = newSlowPercent;
        slowness = newSlowness;
    }

    /**
     * Does something when the next such request of a machine arrives, right before it takes effect.
     *
     * @param postponed says how many nanoseconds later it takes effect
     */
    void ambush(Machine from, String what, LongSupplier postponed) {
        ambushes.add(new Ambush(from, what, postponed));
    }

    void endAmbushes() {
        ambushes.clear();
    }

    private record Ambush(Machine from, String what, LongSupplier postponed) {
    }

    private static final class Call {
        private final Object[] answers;
        private int missing;
        private Actor caller;

        private Call(int commands, Actor caller) {
            answers = new Object[commands];
            missing = commands;
            this.caller = caller;
        }

        private void answer(int at, Object answer) {
            answers[at] = answer;
            missing--;
            if (caller != null && (missing == 0 || answer == REFUSED)) {
                caller.wake();
            }
        }

        private boolean isRefused() {
            return Arrays.asList(answers).contains(REFUSED);
        }
    }

    /** Commands that travel together. */
    private record Packet(Machine from, Service to, String what, Call call, List<Supplier<Object>> commands, int first) {
    }

    /**
     * Sends commands and waits for all of their answers.
     *
     * @throws StoreUnavailableException when one is missing at the time-out of the caller's clock
     */
    Object[] call(Machine from, Service to, String what, List<Supplier<Object>> commands) {
        Actor me = timeline.current();
        Call call = new Call(commands.size(), me);
        trace.add(me.name(), "->", what);
        send(from, to, what, call, commands);
        long giveUp = timeline.now() + from.lasts(to.timeout);
        while (call.missing > 0 && !call.isRefused() && timeline.now() < giveUp
                && !(me.isInterrupted() && to == Service.REDIS)) {
            me.await(giveUp);
        }
        call.caller = null;
        if (call.missing > 0 || call.isRefused()) {
            trace.add(me.name(), "-- no answer:", what);
            throw new StoreUnavailableException(call.isRefused() ? "refused" : "no answer", null);
        }
        trace.add(me.name(), "<-", what);
        return call.answers;
    }

    private void send(Machine from, Service to, String what, Call call, List<Supplier<Object>> commands) {
        if (to == Service.POSTGRES || order == Order.TOGETHER) {
            send(new Packet(from, to, what, call, commands, 0), delay());
            return;
        }
        long delay = delay();
        for (int i = 0; i < commands.size(); i++) {
            send(new Packet(from, to, what, call, commands.subList(i, i + 1), i), delay);
            delay = order == Order.ANY ? delay() : delay + random.nextInt(200) * MICROS;
        }
    }

    private void send(Packet packet, long delay) {
        if (!isLost()) {
            timeline.after(delay, () -> arrive(packet));
        }
    }

    private void arrive(Packet packet) {
        if (packet.from.cut(packet.to).stops(true)) {
            if (random.nextInt(3) == 0) { // sent again and again by TCP
                timeline.after(200 * MILLIS + random.nextInt(5_000) * MILLIS, () -> arrive(packet));
            }
            return;
        }
        long held = packet.to == Service.REDIS ? packet.from.heldUntil() - timeline.now() : 0;
        long postponed = held > 0 ? held + random.nextInt(3_000) * MICROS : ambushed(packet);
        if (postponed > 0) {
            timeline.after(postponed, () -> arrive(packet));
            return;
        }
        List<Object> answers = new ArrayList<>();
        if (isDown(packet.to)) {
            if (random.nextBoolean()) {
                return;
            }
            packet.commands.forEach(command -> answers.add(REFUSED));
        } else {
            packet.commands.forEach(command -> answers.add(command.get()));
            trace.add(packet.to.name(), packet.first == 0 ? "took" : "took also " + packet.first + " of", packet.what);
        }
        if (!isLost()) {
            timeline.after(delay(), () -> answer(packet, answers));
        }
    }

    private long ambushed(Packet packet) {
        for (Ambush ambush : ambushes) {
            if (packet.first == 0 && ambush.from == packet.from && packet.what.startsWith(ambush.what)) {
                ambushes.remove(ambush);
                return ambush.postponed.getAsLong();
            }
        }
        return 0;
    }

    private void answer(Packet packet, List<Object> answers) {
        if (!packet.from.cut(packet.to).stops(false)) {
            for (int i = 0; i < answers.size(); i++) {
                packet.call.answer(packet.first + i, answers.get(i));
            }
        }
    }

    private boolean isLost() {
        return random.nextInt(100) < lossPercent;
    }

    private long delay() {
        long usual = 100 * MICROS + random.nextInt(2_000) * MICROS;
        return random.nextInt(100) < slowPercent ? usual + (long) (random.nextDouble() * slowness) : usual;
    }
}
