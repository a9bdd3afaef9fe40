package dev.mooring.testbed;

import dev.mooring.judge.Judge;
import dev.mooring.judge.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A cluster for a test class: {@code @RegisterExtension static final Testbed bed = new Testbed(3)}. Brings up Redis, a
 * fresh database, the judge and so many instances before the first test, and ends all of them after the last, also when
 * starting failed half way. A failing test tells the judge's verdict and where the instances' logs are.
 */
public final class Testbed implements BeforeAllCallback, AfterAllCallback, TestExecutionExceptionHandler {

    /** The lease timeout of instances under test. Shorter than the default to save time, long enough for a busy machine. */
    public static final Duration LEASE_TIMEOUT = Duration.ofSeconds(6);

    private static final List<String> TIMINGS = List.of("--mooring.ownership.lease-timeout=6s",
            "--mooring.ownership.beat=1s", "--mooring.ownership.fence=4s");

    private final int size;
    private final List<AutoCloseable> started = new ArrayList<>();
    private final List<Instance> instances = new ArrayList<>();
    private final Map<String, Long> servers = new LinkedHashMap<>();
    private TestPostgres.Database database;
    private final Supplier<? extends RedisSetup> wanted;
    private final List<String> arguments;
    private RedisSetup redis;
    private Judge judge;
    private String name;

    /** With so many instances to begin with. */
    public Testbed(int size) {
        this(size, TestRedis::start, List.of());
    }

    /** The same on another kind of Redis, and with more arguments for each instance. */
    public Testbed(int size, Supplier<? extends RedisSetup> redis, List<String> arguments) {
        this.size = size;
        this.wanted = redis;
        this.arguments = arguments;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        name = context.getRequiredTestClass().getSimpleName();
        try {
            database = TestPostgres.shared().database();
            redis = keep(wanted.get());
            judge = keep(Judge.start(Folders.logs().resolve(name + "-judge.jsonl")));
            judge.tool("calculator", "{\"expression\":\"%d\"}");
            // the first one makes the schema and the first user, the others come side by side
            start().awaitReady();
            for (int i = 1; i < size; i++) {
                start();
            }
            instances.forEach(Instance::awaitReady);
            // being ready is to be live oneself; of the others one hears with the next beat
            until(Duration.ofSeconds(60), 0, "acquainted", () -> instances.stream().allMatch(each -> live(each) == size));
        } catch (RuntimeException | AssertionError e) {
            closeAll();
            throw e;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        closeAll();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        try {
            failure.addSuppressed(new AssertionError("Seen by the judge: " + judge.verdict(0) + "\nInstances: "
                    + instances + "\nOwners: " + snapshot().counts()));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        throw failure;
    }

    public Judge judge() {
        return judge;
    }

    public TestPostgres.Database database() {
        return database;
    }

    /** The standalone Redis; only without another kind. */
    public TestRedis redis() {
        return (TestRedis) redis;
    }

    public Snapshot snapshot() {
        return Snapshot.of(database.dataSource());
    }

    /** The instances that run, in the order of their starts. */
    public List<Instance> running() {
        return instances.stream().filter(Instance::running).toList();
    }

    private static long live(Instance instance) {
        return instance.api().members().stream().filter(member -> member.path("phase").asText().equals("LIVE")).count();
    }

    /** Starts one more and returns at once. */
    public Instance start() {
        return started(database, null, Stream.concat(arguments.stream(),
                redis.properties().stream().map(property -> "--" + property)));
    }

    /** Starts one more that finds its servers elsewhere, such as behind proxies. */
    public Instance start(TestPostgres.Database itsDatabase, String redisUrl) {
        return started(itsDatabase, redisUrl, arguments.stream());
    }

    private Instance started(TestPostgres.Database itsDatabase, String redisUrl, Stream<String> more) {
        Instance instance = keep(Instance.start(name, itsDatabase, redisUrl,
                Stream.concat(TIMINGS.stream(), more).toList()));
        instances.add(instance);
        return instance;
    }

    /** Sees to it that so many instances run and are ready. */
    public void atLeast(int count) {
        for (int i = running().size(); i < count; i++) {
            start();
        }
        running().forEach(Instance::awaitReady);
    }

    /** A client of some running instance. */
    public Api api() {
        return running().get(0).api();
    }

    /** Registers servers {@code prefix1..n} and enables them with one request; returns their ids by name. */
    public Map<String, Long> enable(String prefix, int count) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (int i = 1; i <= count; i++) {
            addresses.put(prefix + i, judge.address(prefix + i));
        }
        List<Long> ids = api().create(addresses);
        Map<String, Long> added = new LinkedHashMap<>();
        addresses.keySet().forEach(server -> added.put(server, ids.get(added.size())));
        servers.putAll(added);
        judge.want(added.keySet(), true);
        api().enable(ids);
        return added;
    }

    /** Registers one server, disabled, and returns its id. */
    public long register(String server) {
        long id = api().create(server, judge.address(server));
        servers.put(server, id);
        return id;
    }

    /** Deletes all servers that are still there and waits until their connections are closed. */
    public void clear() {
        Api api = api();
        judge.calls(0);
        judge.want(servers.keySet(), false);
        servers.values().forEach(id -> api.send("DELETE", "/api/mcp-servers/" + id, null));
        servers.clear();
        settle(Duration.ofSeconds(60));
    }

    /** The running instance that owns a server by PostgreSQL's word. */
    public Instance owner(long server) {
        String owner = snapshot().owner(server);
        return running().stream().filter(instance -> instance.owns(owner)).findFirst()
                .orElseThrow(() -> new IllegalStateException("No running instance owns server " + server + ": " + owner));
    }

    /** Waits until every wanted server is connected and no other; returns the verdict since the beginning. */
    public Verdict settle(Duration patience) {
        return until(patience, 0, "settled", () -> judge.verdict(0).settled());
    }

    /** Waits until servers are spread evenly over the running instances, and settled; returns the verdict since then. */
    public Verdict balance(long since, Duration patience) {
        return until(patience, since, "balanced", () -> {
            Snapshot now = snapshot();
            return now.unowned() == 0 && now.imbalance(running().size()) <= 1
                    && now.counts().keySet().stream().allMatch(owner -> running().stream()
                            .anyMatch(instance -> instance.owns(owner)))
                    && judge.verdict(since).settled();
        });
    }

    private Verdict until(Duration patience, long since, String what, BooleanSupplier reached) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not " + what + " within " + patience + ": owners " + snapshot().counts()
                        + "\n" + judge.verdict(since));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return judge.verdict(since);
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        started.add(0, closeable);
        return closeable;
    }

    private void closeAll() {
        for (AutoCloseable each : started) {
            try {
                each.close();
            } catch (Exception e) {
                System.err.println("Could not close " + each + ": " + e);
            }
        }
        started.clear();
    }
}
