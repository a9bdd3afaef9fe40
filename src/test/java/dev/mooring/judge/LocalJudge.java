package dev.mooring.judge;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The judge in this JVM. All state belongs to one event loop; public methods hand their work to it. */
final class LocalJudge implements Judge {

    private static final long TICK_MILLIS = 10;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1).setFileSystemOptions(new FileSystemOptions()
                    .setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final Context loop = vertx.getOrCreateContext();
    private final Map<String, Line> lines = new TreeMap<>();
    private final Journal journal;
    private final HttpServer server;
    private Behaviour behaviour = Behaviour.NORMAL;
    private long patience = TimeUnit.SECONDS.toNanos(20);
    private String tool = "echo";
    private String arguments = "{\"text\":\"call-%d\"}";
    private double rate;
    private long calls = 1000;
    private long pings;

    LocalJudge(Path path) {
        journal = new Journal(path);
        HttpServer unstarted = new Endpoint(vertx, journal, this::line).start(0);
        server = await(loop(() -> unstarted.listen().toCompletionStage().toCompletableFuture())
                .thenCompose(started -> started));
        loop.runOnContext(started -> {
            vertx.setPeriodic(TICK_MILLIS, timer -> tick());
            vertx.setPeriodic(500, timer -> journal.flush());
        });
    }

    @Override
    public int port() {
        return server.actualPort();
    }

    @Override
    public void want(Collection<String> servers, boolean wanted) {
        onLoop(() -> servers.forEach(name -> line(name)
                .log(0, wanted ? Event.Kind.WANTED : Event.Kind.UNWANTED, null, null, 0)));
    }

    @Override
    public void behave(String server, Behaviour next) {
        onLoop(() -> {
            each(server, line -> line.behave(next));
            behaviour = server == null ? next : behaviour;
        });
    }

    @Override
    public void calls(double perSecond) {
        onLoop(() -> {
            rate = perSecond;
            long now = System.nanoTime();
            // spread over a period, so that servers are not all called in the same tick
            lines.values().forEach(line -> line.nextCall =
                    now + Math.floorMod(line.name.hashCode() * 31L, 1000) * period() / 1000);
        });
    }

    @Override
    public void tool(String name, String withArguments) {
        onLoop(() -> {
            tool = name;
            arguments = withArguments;
        });
    }

    @Override
    public void call(String server) {
        onLoop(() -> each(server, this::call));
    }

    @Override
    public void pings(String server, int count) {
        onLoop(() -> each(server, line -> line.open.stream().filter(Session::ready).forEach(session -> {
            for (int i = 0; i < count; i++) {
                session.ping(++pings);
            }
        })));
    }

    @Override
    public void webSocketPing(String server) {
        onLoop(() -> each(server, line -> line.open.forEach(Session::webSocketPing)));
    }

    @Override
    public void send(String server, String text) {
        onLoop(() -> each(server, line -> line.open.forEach(session -> session.text("text", null, text))));
    }

    @Override
    public void close(String server, int code) {
        onLoop(() -> each(server, line -> List.copyOf(line.open).forEach(session -> session.close(code))));
    }

    @Override
    public void patience(Duration longest) {
        onLoop(() -> patience = longest.toNanos());
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public Verdict verdict(long since) {
        record Moment(Map<String, List<Event>> journal, long now, long patience) {
        }
        Moment moment = await(loop(() -> new Moment(journal.copy(), System.nanoTime(), patience)));
        return Review.of(moment.journal, since, moment.now, moment.patience);
    }

    @Override
    public List<SeenSocket> sockets(long since) {
        return SeenSocket.of(await(loop(journal::copy)), since);
    }

    @Override
    public void forget() {
        onLoop(journal::forget);
    }

    @Override
    public void close() {
        await(vertx.close().toCompletionStage().toCompletableFuture());
        journal.close();
    }

    private Line line(String name) {
        return lines.computeIfAbsent(name, unknown -> new Line(unknown, journal, behaviour));
    }

    private void each(String server, Consumer<Line> what) {
        if (server == null) {
            lines.values().forEach(what);
        } else {
            what.accept(line(server));
        }
    }

    private void tick() {
        if (rate <= 0) {
            return;
        }
        long now = System.nanoTime();
        for (Line line : lines.values()) {
            if (now - line.nextCall >= 0) {
                line.nextCall = Math.max(line.nextCall, now - period()) + period();
                call(line);
            }
        }
    }

    private long period() {
        return rate <= 0 ? 0 : (long) (1_000_000_000L / rate);
    }

    private void call(Line line) {
        line.open.stream().filter(Session::ready).toList()
                .forEach(session -> session.call(++calls, tool, arguments));
    }

    private void onLoop(Runnable what) {
        await(loop(() -> {
            what.run();
            return null;
        }));
    }

    private <T> CompletableFuture<T> loop(Supplier<T> what) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(now -> {
            try {
                done.complete(what.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
