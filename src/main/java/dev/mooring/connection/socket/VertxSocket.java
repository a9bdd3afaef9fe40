package dev.mooring.connection.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.impl.WebSocketInternal;

/** A WebSocket of Vert.x, with a close that writes nothing. */
final class VertxSocket implements Dialer.Socket {
    private final WebSocket socket;

    VertxSocket(WebSocket socket) {
        this.socket = socket;
    }

    Channel channel() {
        return ((WebSocketInternal) socket).channelHandlerContext().channel();
    }

    @Override
    public void write(String text) {
        socket.writeTextMessage(text);
    }

    @Override
    public void ping() {
        socket.writePing(Buffer.buffer());
    }

    @Override
    public void pause() {
        // always by way of the event loop, so that pauses and resumes of different threads keep their order
        channel().eventLoop().execute(socket::pause);
    }

    @Override
    public void resume() {
        channel().eventLoop().execute(socket::resume);
    }

    @Override
    public void sendClose() {
        socket.close();
    }

    @Override
    public void closeHard() {
        // a reset: the system throws away what it has not delivered yet, instead of sending it on when a broken network
        // comes back, long after somebody else has taken over
        try {
            channel().config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException e) {
            return; // closed already
        }
        // from Vert.x's handler on and not from the pipeline's end: that handler would write a close frame
        ((WebSocketInternal) socket).channelHandlerContext().close();
    }

    @Override
    public void whenClosed(Runnable task) {
        channel().closeFuture().addListener(closed -> task.run());
    }
}
