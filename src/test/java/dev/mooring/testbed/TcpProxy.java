package dev.mooring.testbed;

import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy on loopback under the test's control, to put between an instance and Redis, PostgreSQL or an endpoint. It
 * passes everything on until told otherwise. A cut is silent: connections stay open, new ones are accepted, and nothing
 * passes, not even a close; bytes under way are held back and come out at {@link #restore}, as TCP would send them again,
 * unless the sender has reset the connection meanwhile, upon which its system would have thrown them away.
 */
public final class TcpProxy implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1).setFileSystemOptions(new FileSystemOptions()
                    .setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final Context loop = vertx.getOrCreateContext();
    private final NetClient client;
    private final int target;
    private final NetServer server;
    private final List<Way> ways = new ArrayList<>();
    private long delayMillis;
    private boolean cut;
    private boolean cutOutgoing;

    private TcpProxy(String host, int port, int target) {
        this.target = target;
        client = vertx.createNetClient(new NetClientOptions().setLocalAddress(host));
        NetServer unstarted = vertx.createNetServer(new NetServerOptions().setHost(host).setPort(port));
        unstarted.connectHandler(this::accept);
        CompletableFuture<NetServer> started = new CompletableFuture<>();
        loop.runOnContext(now -> unstarted.listen().onSuccess(started::complete)
                .onFailure(started::completeExceptionally));
        server = started.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** A proxy to a loopback port. */
    public static TcpProxy to(int port) {
        return new TcpProxy("127.0.0.1", 0, port);
    }

    /**
     * A proxy that listens at this loopback address, and calls on from it, so that the target knows by the caller's
     * address which proxy a connection came through.
     *
     * @param host such as 127.0.1.2
     * @param port 0 for a free one
     */
    public static TcpProxy at(String host, int port, int target) {
        return new TcpProxy(host, port, target);
    }

    /** The port to connect to instead of the target's. */
    public int port() {
        return server.actualPort();
    }

    /** Holds everything back in silence. */
    public void cut() {
        onLoop(() -> cut = true);
    }

    /** Holds back what callers send, while what is sent to them still arrives. */
    public void cutOutgoing() {
        onLoop(() -> cutOutgoing = true);
    }

    /** Ends a cut and a delay. */
    public void restore() {
        onLoop(() -> {
            cut = false;
            cutOutgoing = false;
            delayMillis = 0;
            List.copyOf(ways).forEach(Way::flush);
        });
    }

    /** Every byte, both ways, arrives this much later. */
    public void delay(long millis) {
        onLoop(() -> delayMillis = millis);
    }

    /** Resets all connections that are open now, both sides. */
    public void reset() {
        onLoop(() -> List.copyOf(ways).forEach(way -> kill(way.from)));
    }

    /** How many connections are open. */
    public int connections() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        loop.runOnContext(now -> count.complete(ways.size() / 2));
        return count.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Whether a cut or a delay holds something back now. */
    public boolean holdsBack() {
        CompletableFuture<Boolean> holds = new CompletableFuture<>();
        loop.runOnContext(now -> holds.complete(ways.stream().anyMatch(way -> !way.waiting.isEmpty())));
        return holds.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void accept(NetSocket caller) {
        caller.pause();
        caller.exceptionHandler(error -> { });
        client.connect(target, "127.0.0.1").onSuccess(upstream -> {
            new Way(caller, upstream, true).start();
            new Way(upstream, caller, false).start();
            caller.resume();
        }).onFailure(error -> kill(caller));
    }

    private void onLoop(Runnable what) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.runOnContext(now -> {
            what.run();
            done.complete(null);
        });
        done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static void kill(NetSocket socket) {
        ((ConnectionBase) socket).channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        socket.close();
    }

    /** One direction of one connection: what waits to be passed on, in order. A null buffer is the close. */
    private final class Way {

        private record Piece(Buffer bytes, long due) {
        }

        private final NetSocket from;
        private final NetSocket to;
        private final boolean outgoing;
        private final Deque<Piece> waiting = new ArrayDeque<>();

        Way(NetSocket from, NetSocket to, boolean outgoing) {
            this.from = from;
            this.to = to;
            this.outgoing = outgoing;
        }

        void start() {
            ways.add(this);
            from.handler(this::take);
            from.exceptionHandler(reset -> waiting.clear());
            from.closeHandler(closed -> take(null));
        }

        private void take(Buffer bytes) {
            waiting.add(new Piece(bytes, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis)));
            flush();
        }

        void flush() {
            while (!cut && !(cutOutgoing && outgoing) && !waiting.isEmpty()) {
                long left = waiting.peek().due - System.nanoTime();
                if (left > 0 && delayMillis > 0) {
                    vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(left) + 1, timer -> flush());
                    return;
                }
                Buffer bytes = waiting.poll().bytes;
                if (bytes == null) {
                    ways.remove(this);
                    to.close();   // after what was written before it
                } else {
                    to.write(bytes);
                }
            }
        }
    }
}
