package dev.mooring.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** All that instances share, and all of them. */
final class World {

    private final Random random;
    private final Timeline timeline;
    private final Trace trace;
    private final Network network;
    private final SimulatedRedis redis;
    private final SimulatedPostgres servers;
    private final SimulatedPostgres names;
    private final Judge judge;
    private final Chaos chaos;
    private final List<Instance> instances = new ArrayList<>();
    private int started;

    World(long seed) {
        random = new Random(seed);
        judge = new Judge(this);
        timeline = new Timeline(random, judge::look);
        trace = new Trace(timeline::now);
        network = new Network(timeline, random, trace);
        redis = new SimulatedRedis(timeline::now, random);
        servers = new SimulatedPostgres(judge::releasing);
        names = new SimulatedPostgres((row, by) -> { });
        chaos = new Chaos(this);
    }

    Random random() {
        return random;
    }

    Timeline timeline() {
        return timeline;
    }

    Trace trace() {
        return trace;
    }

    Network network() {
        return network;
    }

    SimulatedRedis redis() {
        return redis;
    }

    SimulatedPostgres servers() {
        return servers;
    }

    SimulatedPostgres names() {
        return names;
    }

    Judge judge() {
        return judge;
    }

    Chaos chaos() {
        return chaos;
    }

    /** Those whose process runs. */
    List<Instance> instances() {
        return instances;
    }

    void startInstance() {
        Instance instance = new Instance(this, "i" + started++, chaos.clockOrigin(), chaos.clockRatePpm());
        instances.add(instance);
        trace.add("chaos", "starts", instance.name());
        instance.start();
    }

    void gone(Instance instance) {
        instances.remove(instance);
        instance.machine().kill();
    }
}
