package dev.mooring.faults;

import dev.mooring.judge.Behaviour;
import dev.mooring.judge.Judge;
import dev.mooring.judge.JudgeProcess;
import dev.mooring.testbed.Api;
import dev.mooring.testbed.Folders;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.Snapshot;
import dev.mooring.testbed.TestPostgres;
import dev.mooring.testbed.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Three instances (and room for a fourth) with their servers, each behind proxies of its own, and the judge in a process
 * of its own. What a fault broke, {@link #complete} makes whole again; what did not break goes on running.
 */
final class Bed implements AutoCloseable {

    static final int INSTANCES = 3;

    final Pace pace;
    final TestRedis redis;
    final TestPostgres postgres;
    final Judge judge;
    final List<Slot> slots;
    final TestPostgres.Database database;
    private final List<AutoCloseable> started = new ArrayList<>();
    private final Map<String, Long> enabled = new LinkedHashMap<>();
    private int names;

    Bed(Pace pace) {
        this.pace = pace;
        try {
            redis = keep(TestRedis.start());
            postgres = keep(TestPostgres.own());
            database = postgres.database();
            judge = keep(JudgeProcess.start(Folders.logs().resolve("faults-judge.jsonl")));
            judge.tool("calculator", "{\"expression\":\"%d\"}");
            judge.patience(Duration.ofSeconds(90));   // calls to a paused or cut-off instance wait that long
            slots = IntStream.rangeClosed(1, INSTANCES + 1).mapToObj(number ->
                    keep(new Slot(number, redis.port(), postgres.port(), judge.port()))).toList();
            slot(1).start(database, pace.arguments()).awaitReady();   // makes the schema and the first user
            complete();
            Map<String, Long> disabled = register(Math.max(2, pace.servers() / 10), "off");
            judge.want(disabled.keySet(), false);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Slots count from 1. */
    Slot slot(int number) {
        return slots.get(number - 1);
    }

    Instance start(int slot) {
        return slot(slot).start(database, pace.arguments());
    }

    List<Instance> running() {
        return slots.stream().filter(Slot::running).map(Slot::instance).toList();
    }

    /** A client of some instance that runs. */
    Api api() {
        return running().get(0).api();
    }

    Snapshot snapshot() {
        return Snapshot.of(database.dataSource());
    }

    /** Names and ids of the servers that should be connected. */
    Map<String, Long> servers() {
        return Map.copyOf(enabled);
    }

    /** Up to so many of the servers that the slot's instance owns. */
    Map<String, Long> serversOf(int slot, int most) {
        Snapshot now = snapshot();
        Map<String, Long> found = new LinkedHashMap<>();
        enabled.forEach((name, id) -> {
            if (found.size() < most && slot(slot).instance().owns(now.owner(id))) {
                found.put(name, id);
            }
        });
        return found;
    }

    /** Deletes servers; {@link #complete} registers others in their place. */
    void delete(Map<String, Long> servers, Api api) {
        judge.want(servers.keySet(), false);
        enabled.keySet().removeAll(servers.keySet());
        servers.values().forEach(api::delete);
    }

    void disable(Map<String, Long> servers, Api api) {
        judge.want(servers.keySet(), false);
        api.disable(servers.values());
    }

    void enable(Collection<String> names, Api api) {
        judge.want(names, true);
        api.enable(names.stream().map(enabled::get).toList());
    }

    /** Repairs whatever the last fault left: three instances, all their ways open, all servers enabled and connected. */
    void complete() {
        slots.forEach(Slot::restore);
        judge.behave(null, Behaviour.NORMAL);
        for (Slot slot : slots) {
            if (slot.number <= INSTANCES && !slot.running()) {
                if (slot.instance() != null) {
                    slot.instance().close();
                }
                start(slot.number);
            } else if (slot.number > INSTANCES && slot.running()) {
                slot.instance().sigterm();
            }
        }
        running().forEach(Instance::awaitReady);
        if (enabled.size() < pace.servers()) {
            Map<String, Long> added = register(pace.servers() - enabled.size(), "s");
            enabled.putAll(added);
            enable(added.keySet(), api());
        }
        await(Duration.ofSeconds(240), "connected and balanced", this::balanced);
    }

    /** Every wanted server is connected and no other, by running instances only, evenly spread. */
    boolean balanced() {
        Snapshot now = snapshot();
        return now.unowned() == 0 && now.imbalance(running().size()) <= 1
                && now.counts().keySet().stream().allMatch(owner -> running().stream()
                        .anyMatch(instance -> instance.owns(owner)))
                && judge.verdict(judge.now()).settled();
    }

    /** Waits; an {@link AssertionError} tells what was not reached. */
    void await(Duration patience, String what, BooleanSupplier reached) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not " + what + " within " + patience + ": owners " + snapshot().counts()
                        + ", instances " + running() + "\n" + judge.verdict(judge.now()));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(250);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private Map<String, Long> register(int count, String prefix) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = prefix + ++names;
            addresses.put(name, judge.address(name).replace("127.0.0.1", Slot.ENDPOINT));
        }
        List<Long> ids = api().create(addresses);
        Map<String, Long> added = new LinkedHashMap<>();
        addresses.keySet().forEach(name -> added.put(name, ids.get(added.size())));
        return added;
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        started.add(0, closeable);
        return closeable;
    }

    @Override
    public void close() {
        for (AutoCloseable each : started) {
            try {
                each.close();
            } catch (Exception e) {
                System.err.println("Could not close " + each + ": " + e);
            }
        }
    }
}
