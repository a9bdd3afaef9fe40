package dev.mooring.connection.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.impl.transports.JDKTransport;
import java.util.function.Consumer;

/**
 * Hands the TCP channel of an attempt to the attempt as soon as it exists. Vert.x gives no hold on a connect under way,
 * but a slow handshake must not go on after its server was handed over: the endpoint would take it for a newer socket.
 */
final class ChannelTap extends JDKTransport {
    private final ThreadLocal<Consumer<Channel>> listener = new ThreadLocal<>();

    /** Runs the connect; a channel that it makes on this thread is told to the listener. */
    void during(Runnable connect, Consumer<Channel> told) {
        listener.set(told);
        try {
            connect.run();
        } finally {
            listener.remove();
        }
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        Consumer<Channel> told = listener.get();
        if (domainSocket || told == null) {
            return super.channelFactory(domainSocket);
        }
        return () -> {
            NioSocketChannel channel = new NioSocketChannel();
            told.accept(channel);
            return channel;
        };
    }
}
