package dev.mooring.simulation;

import dev.mooring.ownership.lock.OwnerRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/** What happens to the world: each call of {@link #next} one fault, or one thing that users and operators do. */
final class Faults {

    private static final long MILLIS = 1_000_000;
    private static final long SECONDS = 1_000_000_000;
    private static final int MOST_INSTANCES = 5;
    private static final int MOST_SERVERS = 8;

    private final World world;
    private final Random random;
    private final boolean failovers;
    private final Ambushes ambushes;
    private final Ambushes.Kind theme;
    private long nextFailover;
    private int serverIds;

    /**
     * @param failovers whether Redis may lose its newest writes: not together with clocks that differ much
     * @param theme what happens most of the time; null for everything alike
     */
    Faults(World world, boolean failovers, Ambushes.Kind theme) {
        this.world = world;
        this.random = world.random();
        this.failovers = failovers;
        this.theme = theme;
        this.ambushes = new Ambushes(world, this::mayFailOver);
    }

    void createServers(int count) {
        for (int i = 0; i < count; i++) {
            world.servers().want(String.valueOf(++serverIds), true);
        }
    }

    void next() {
        if (theme != null && random.nextInt(3) > 0) {
            ambushes.lay(theme);
        } else {
            anything();
        }
    }

    private void anything() {
        switch (random.nextInt(24)) {
            case 0, 1, 2 -> onOne(i -> world.chaos().pause(i.machine()));
            case 3, 4, 5 -> onOne(i -> cut(i, Network.Service.REDIS));
            case 6, 7 -> onOne(i -> cut(i, Network.Service.POSTGRES));
            case 8 -> onOne(i -> {
                cut(i, Network.Service.REDIS);
                cut(i, Network.Service.POSTGRES);
            });
            case 9 -> down(Network.Service.REDIS);
            case 10 -> down(Network.Service.POSTGRES);
            case 11 -> {
                say("Redis loses everything", "");
                world.redis().loseEverything();
            }
            case 12 -> loseNewest();
            case 13, 14 -> operator();
            case 15 -> weather();
            case 16 -> onOne(this::endOne);
            case 17, 18 -> user();
            case 19, 20, 21, 22 -> ambushes.next();
            default -> world.servers().all().stream().findAny().ifPresent(row -> onOne(i -> {
                say("endpoint refuses at " + i.name(), row.id());
                if (i.ownership().reconciler().giveUp(Long.parseLong(row.id()))) {
                    i.wake();
                }
            }));
        }
    }

    void end() {
        say("faults", "end");
        world.chaos().calm();
        world.network().weather(0, 0, 0);
        world.network().endAmbushes();
        world.instances().forEach(i -> i.machine().holdRequests(0));
        for (Network.Service service : Network.Service.values()) {
            world.network().down(service, false);
            world.instances().forEach(i -> i.machine().cut(service, Network.Cut.NONE));
        }
        world.instances().forEach(i -> i.machine().endPause());
        while (world.instances().stream().filter(i -> !i.isLeaving()).count() < 2) {
            world.startInstance();
        }
    }

    private interface Fault {
        void on(Instance instance);
    }

    private void onOne(Fault fault) {
        if (!world.instances().isEmpty()) {
            fault.on(world.instances().get(random.nextInt(world.instances().size())));
        }
    }

    private void cut(Instance instance, Network.Service service) {
        Network.Cut cut = Network.Cut.values()[1 + random.nextInt(3)];
        say("cuts " + instance.name() + " from " + service, cut);
        instance.machine().cut(service, cut);
        world.timeline().after(time(15), () -> instance.machine().cut(service, Network.Cut.NONE));
    }

    private void down(Network.Service service) {
        boolean data = service == Network.Service.POSTGRES || random.nextBoolean();
        say("down" + (data ? "" : " without data"), service);
        world.network().down(service, true);
        world.chaos().later(time(10), () -> {
            if (!data) {
                world.redis().loseEverything();
            }
            world.network().down(service, false);
        });
    }

    private boolean mayFailOver() {
        if (!failovers || world.timeline().now() < nextFailover) {
            return false;
        }
        nextFailover = world.timeline().now() + 40 * SECONDS;
        return true;
    }

    private void loseNewest() {
        if (mayFailOver()) {
            long lost = time(4);
            say("Redis loses its newest ms", lost / MILLIS);
            world.redis().loseTheLast(lost);
        }
    }

    private void operator() {
        SimulatedRedis redis = world.redis();
        switch (random.nextInt(5)) {
            case 0 -> one(redis.locks(), "operator deletes lock", redis::deleteLock);
            case 1 -> one(redis.leases(), "operator deletes lease", redis::deleteLease);
            case 2 -> one(redis.members(), "operator deletes member", redis::removeMember);
            case 3 -> {
                say("operator deletes", "incarnation");
                redis.deleteIncarnation();
            }
            default -> {
                say("operator deletes", "all leases and locks");
                redis.leases().forEach(redis::deleteLease);
                redis.locks().forEach(redis::deleteLock);
            }
        }
    }

    private void weather() {
        int loss = random.nextInt(4) == 0 ? 0 : random.nextInt(40);
        int slow = random.nextInt(101);
        long slowness = List.of(200L, 900L, 2_000L, 12_000L).get(random.nextInt(4)) * MILLIS;
        say("weather: % lost " + loss + ", % slow " + slow + ", ms", slowness / MILLIS);
        world.network().weather(loss, slow, slowness);
        world.timeline().after(time(20), () -> world.network().weather(0, 0, 0));
    }

    private void endOne(Instance instance) {
        if (random.nextBoolean()) {
            say("SIGTERM to", instance.name());
            instance.leave();
        } else {
            say("kill -9", instance.name());
            world.gone(instance);
        }
        world.timeline().after(time(10), () -> {
            if (world.instances().size() < MOST_INSTANCES) {
                world.startInstance();
            }
        });
    }

    private void user() {
        List<OwnerRow> rows = new ArrayList<>(world.servers().all());
        if (rows.size() < MOST_SERVERS && random.nextInt(3) == 0) {
            createServers(1);
            say("user creates", serverIds);
        } else if (!rows.isEmpty()) {
            OwnerRow row = rows.get(random.nextInt(rows.size()));
            int what = random.nextInt(8);
            say(what == 0 ? "user deletes" : what == 1 ? "user restarts" : "user switches", row.id());
            if (what == 0) {
                world.servers().delete(row.id());
            } else if (what == 1) {
                world.servers().revise(row.id());
            } else {
                world.servers().want(row.id(), !row.wanted());
            }
        }
        world.chaos().hint(null);
    }

    private interface Deletion {
        void of(String key);
    }

    private void one(Collection<String> keys, String what, Deletion deletion) {
        if (!keys.isEmpty()) {
            String key = List.copyOf(keys).get(random.nextInt(keys.size()));
            say(what, key);
            deletion.of(key);
        }
    }

    /** Mostly short, sometimes up to twice so many seconds. */
    private long time(int seconds) {
        return (long) (random.nextDouble() * random.nextDouble() * 2 * seconds * SECONDS);
    }

    private void say(String what, Object about) {
        world.trace().add("chaos", what, about);
    }
}
