package dev.mooring.simulation;

import dev.mooring.ownership.lock.OwnerRow;
import java.util.List;
import java.util.Random;

/**
 * Faults that strike at the worst moment, each aimed at one rule of the protocol: chance alone would need millions of
 * schedules to hit some of them.
 */
final class Ambushes {

    private static final long MILLIS = 1_000_000;
    private static final long SECONDS = 1_000_000_000;

    /** Each is aimed at one rule. */
    enum Kind {
        HELD_RENEWAL, PAUSED_BEFORE_THE_ANSWER, PAUSED_CLAIMER, LOST_DATA, LATE_RELEASE,
        /** Only together with clocks that hardly differ, as all that loses the newest writes. */
        ROLLED_BACK_OUT_OF_SIGHT,
        LOST_REASSERTION, LATE_QUESTION,
        /** More than the protocol stands; see {@link OwnershipLimitTest}. */
        LOST_LAST_RENEWAL;

        static final List<Kind> WITHIN_THE_PROMISE = List.of(values()).subList(0, LOST_LAST_RENEWAL.ordinal());

        boolean losesNewestWrites() {
            return this == ROLLED_BACK_OUT_OF_SIGHT || this == LOST_REASSERTION || this == LOST_LAST_RENEWAL;
        }
    }

    private final World world;
    private final Random random;
    private final FailoverRight failoverRight;

    /** Whether Redis may lose its newest writes now. */
    interface FailoverRight {
        boolean claim();
    }

    Ambushes(World world, FailoverRight failoverRight) {
        this.world = world;
        this.random = world.random();
        this.failoverRight = failoverRight;
    }

    void next() {
        lay(Kind.WITHIN_THE_PROMISE.get(random.nextInt(Kind.WITHIN_THE_PROMISE.size())));
    }

    void lay(Kind kind) {
        if (world.instances().isEmpty() || kind.losesNewestWrites() && !failoverRight.claim()) {
            return;
        }
        Instance one = any();
        switch (kind) {
            case HELD_RENEWAL -> heldRenewal(one.machine());
            case PAUSED_BEFORE_THE_ANSWER -> pausedBeforeTheAnswer(one.machine());
            case PAUSED_CLAIMER -> pausedClaimer(one.machine(), any().machine());
            case LOST_DATA -> lostData();
            case LATE_RELEASE -> lateRelease();
            case ROLLED_BACK_OUT_OF_SIGHT -> rolledBackOutOfSight(one.machine());
            case LOST_REASSERTION -> lostReassertion(one);
            case LATE_QUESTION -> lateQuestion(one.machine(), any().machine());
            case LOST_LAST_RENEWAL -> lostLastRenewal(one.machine());
        }
    }

    /** Its last renewal before the deadline is delivered late, and answered while it is paused. */
    private void heldRenewal(Machine victim) {
        say("holds the requests of", victim);
        long end = between(9_000, 13_000);
        victim.holdRequests(end);
        world.chaos().later(between(3_000, 6_500), () -> victim.pause(
                Math.max(0, victim.heldUntil() - world.timeline().now()) + between(2, 1_500)));
    }

    /** A renewal is answered at once but taken in late, and no other follows. */
    private void pausedBeforeTheAnswer(Machine victim) {
        say("pauses right after a renewal", victim);
        world.network().ambush(victim, "beat", () -> {
            victim.pause(between(3_000, 6_900));
            world.chaos().later(100 * MILLIS, () -> cut(victim, Network.Cut.BOTH, 15 * SECONDS));
            return 0;
        });
    }

    /** A claimer reads just before a silent owner is heard again, and takes the answer in late. */
    private void pausedClaimer(Machine owner, Machine claimer) {
        say("cuts off and pauses a reader", owner);
        world.network().ambush(owner, "beat", () -> {
            long silence = owner.lasts(Instance.TIMINGS.fence().toNanos()) - between(100, 1_500);
            world.chaos().later(1, () -> cut(owner, Network.Cut.REQUESTS, silence));
            world.chaos().later(silence - between(50, 2_300), () -> world.network().ambush(claimer, "beat", () -> {
                claimer.pause(between(3_000, 5_500));
                return 0;
            }));
            return 0;
        });
    }

    /** Redis, or one node of it, loses everything again and again, faster than owners put it back. */
    private void lostData() {
        say("loses everything again and again", null);
        long end = world.timeline().now() + between(10_000, 25_000);
        lose(random.nextInt(6) - 3, end, between(20, 500));
    }

    /** @param node of a Cluster; less than 0: all of them */
    private void lose(int node, long end, long pause) {
        if (node < 0) {
            world.redis().loseEverything();
        } else {
            world.redis().loseNode(node);
        }
        if (world.timeline().now() < end) {
            world.chaos().later(pause, () -> lose(node, end, pause));
        }
    }

    /** Servers are switched off and on again while the news of their release is still on its way. */
    private void lateRelease() {
        say("delays releases", null);
        List<String> wanted = world.servers().all().stream().filter(OwnerRow::wanted).map(OwnerRow::id).toList();
        for (Instance instance : world.instances()) {
            world.network().ambush(instance.machine(), "release [", () -> between(3_000, 12_000));
        }
        switchAll(wanted, false);
        world.chaos().later(between(3_200, 6_000), () -> switchAll(wanted, true));
    }

    private void switchAll(List<String> ids, boolean wanted) {
        ids.stream().filter(id -> world.servers().row(id) != null).forEach(id -> world.servers().want(id, wanted));
        world.chaos().hint(null);
    }

    /** A claimer that was cut off finds what it saw before, because Redis lost what was written meanwhile. */
    private void rolledBackOutOfSight(Machine claimer) {
        say("cuts off and rolls back to what it saw", claimer);
        long time = between(10_000, 20_000);
        cut(claimer, Network.Cut.BOTH, time);
        world.chaos().later(time - MILLIS, () -> world.redis().loseTheLast(time + between(0, 2_000)));
    }

    /** A lease is put back just before its deadline, and Redis loses exactly that. */
    private void lostReassertion(Instance victim) {
        say("loses the re-assertion of", victim.machine());
        world.redis().leases().stream().filter(id -> id.startsWith(victim.name() + ".")).forEach(world.redis()::deleteLease);
        cut(victim.machine(), Network.Cut.REQUESTS, between(2_000, 6_000));
        world.network().ambush(victim.machine(), "join", () -> {
            world.chaos().later(1, () -> {
                world.redis().loseTheLast(20 * MILLIS);
                cut(victim.machine(), Network.Cut.REQUESTS, 15 * SECONDS);
            });
            return 0;
        });
    }

    /** A claimer's read arrives long after it was sent, just after the owner's last renewal. */
    private void lateQuestion(Machine owner, Machine claimer) {
        say("delays a read of", claimer);
        world.network().ambush(claimer, "beat", () -> {
            long late = between(3_000, 4_900);
            claimer.pause(late + 5 * MILLIS);
            world.chaos().later(late - between(1_000, 2_500), () -> world.network().ambush(owner, "beat", () -> {
                world.chaos().later(1, () -> cut(owner, Network.Cut.REQUESTS, 15 * SECONDS));
                return 0;
            }));
            return late;
        });
    }

    /** A silent owner renews just before its deadline, and Redis loses exactly that. */
    private void lostLastRenewal(Machine victim) {
        say("loses the last renewal of", victim);
        world.network().ambush(victim, "beat", () -> {
            long silence = victim.lasts(Instance.TIMINGS.fence().toNanos()) - between(300, 2_500);
            world.chaos().later(1, () -> {
                cut(victim, Network.Cut.REQUESTS, silence);
                world.network().ambush(victim, "beat", () -> {
                    world.chaos().later(1, () -> {
                        world.redis().loseTheLast(2);
                        cut(victim, Network.Cut.REQUESTS, 15 * SECONDS);
                    });
                    return 0;
                });
            });
            return 0;
        });
    }

    private void cut(Machine machine, Network.Cut cut, long time) {
        machine.cut(Network.Service.REDIS, cut);
        world.timeline().after(time, () -> machine.cut(Network.Service.REDIS, Network.Cut.NONE));
    }

    private Instance any() {
        return world.instances().get(random.nextInt(world.instances().size()));
    }

    private long between(int leastMillis, int mostMillis) {
        return (leastMillis + random.nextInt(mostMillis - leastMillis)) * MILLIS;
    }

    private void say(String what, Machine victim) {
        world.trace().add("ambush", what, victim == null ? "all" : victim.name());
    }
}
