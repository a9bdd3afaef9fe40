package dev.mooring.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * This process's use of the servers of one data folder: the first user starts them, the others join, the last to leave
 * stops them.
 */
public final class EmbeddedServers {

    /** A first start on a slow machine unpacks and initialises for a while; others wait for it this long. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Map<DataFolder, EmbeddedServers> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private final DataFolder folder;
    private final List<EmbeddedServer> servers = new ArrayList<>();
    private final List<FileChannel> httpPorts = new ArrayList<>();
    private final PostgresServer postgres;
    private final RedisServer redis;
    private final FileChannel users;
    private FileLock user;

    private EmbeddedServers(DataFolder folder, Function<DataFolder, List<EmbeddedServer>> more) {
        this.folder = folder;
        this.postgres = new PostgresServer(folder);
        this.redis = new RedisServer(folder);
        this.users = FileLocks.open(folder.file("users.lock"));
        servers.add(postgres);
        servers.add(redis);
        servers.addAll(more.apply(folder));
    }

    /**
     * Makes this process a user of the folder's servers and returns when they answer. A second call in one process
     * returns the first call's use.
     *
     * @param more further servers of the folder
     * @param progress is told in a sentence what was started
     * @throws EmbeddedException if a server cannot be had
     */
    public static synchronized EmbeddedServers join(DataFolder folder,
            Function<DataFolder, List<EmbeddedServer>> more, Consumer<String> progress) {
        EmbeddedServers present = IN_THIS_PROCESS.get(folder);
        if (present != null) {
            return present;
        }
        EmbeddedServers servers = new EmbeddedServers(folder, more);
        try {
            servers.enter(progress);
        } catch (RuntimeException e) {
            servers.leave();
            throw e;
        }
        IN_THIS_PROCESS.put(folder, servers);
        return servers;
    }

    public DataFolder folder() {
        return folder;
    }

    public String datasourceUrl() {
        return postgres.url();
    }

    public String datasourceUser() {
        return PostgresServer.USER;
    }

    public String datasourcePassword() {
        return postgres.password();
    }

    public String redisUrl() {
        return redis.url();
    }

    /** Keeps a lock for as long as this process uses the folder. */
    void keep(FileChannel lock) {
        httpPorts.add(lock);
    }

    /** Ends this process's use; stops the servers if nobody else uses them. Harmless when repeated. */
    public synchronized void leave() {
        if (!users.isOpen()) {
            return;
        }
        IN_THIS_PROCESS.remove(folder, this);
        try (FileChannel start = FileLocks.open(folder.file("start.lock"));
                FileChannel closing = users) {
            FileLocks.lock(start, false, PATIENCE);
            if (user != null) {
                user.release();
            }
            if (FileLocks.tryLock(closing, false).isPresent()) {
                inParallel(EmbeddedServer::stop);
            }
            for (FileChannel port : httpPorts) {
                port.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void enter(Consumer<String> progress) {
        try (FileChannel start = FileLocks.open(folder.file("start.lock"))) {
            FileLocks.lock(start, false, PATIENCE).orElseThrow(() -> new EmbeddedException("Another process has been"
                    + " starting or stopping the servers in " + folder.root() + " for " + PATIENCE.toMinutes()
                    + " minutes: look at the logs there, or end that process."));
            user = FileLocks.lock(users, true, Duration.ofSeconds(10)).orElseThrow(() -> new EmbeddedException(
                    folder.file("users.lock") + " is locked by a program that is not Mooring: end it."));
            inParallel(server -> {
                long began = System.nanoTime();
                boolean started = server.ensureRunning();
                progress.accept("%s %s in %d ms".formatted(server.name(), started ? "started" : "joined",
                        (System.nanoTime() - began) / 1_000_000));
            });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void inParallel(Consumer<EmbeddedServer> action) {
        CompletableFuture<?>[] all = servers.stream()
                .map(server -> CompletableFuture.runAsync(() -> action.accept(server),
                        task -> new Thread(task, "embedded-" + server.name()).start()))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
