package dev.mooring.connection.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.vertx.core.impl.transports.JDKTransport;

/**
 * Lets an attempt make its own TCP channel. Vert.x gives no hold on a connect under way, but a slow handshake must not go
 * on after its server was handed over: the endpoint would take it for a newer socket.
 */
final class ChannelTap extends JDKTransport {
    private final ThreadLocal<ChannelFactory<Channel>> factory = new ThreadLocal<>();

    /** Runs the connect; the channel that it needs on this thread comes from the factory. */
    void during(Runnable connect, ChannelFactory<Channel> made) {
        factory.set(made);
        try {
            connect.run();
        } finally {
            factory.remove();
        }
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        ChannelFactory<Channel> made = factory.get();
        return domainSocket || made == null ? super.channelFactory(domainSocket) : made;
    }
}
