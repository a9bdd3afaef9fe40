package dev.mooring.connection.socket;

import dev.mooring.ownership.FrameGate;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.channels.ClosedChannelException;

/**
 * A TCP channel that asks the frame gate right before each write to the network. The look before a frame is handed over is
 * not enough: it then waits for the event loop, and in a full send buffer for the peer, and a process that is paused in
 * between would write it as soon as it goes on.
 */
final class GatedChannel extends NioSocketChannel {

    private final FrameGate gate;

    GatedChannel(FrameGate gate) {
        this.gate = gate;
        config().setWriteSpinCount(1); // one system call a look
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer waiting) throws Exception {
        if (!gate.isOpen()) {
            config().setSoLinger(0); // as with each hard close: what the system still holds is thrown away
            throw new ClosedChannelException();
        }
        super.doWrite(waiting);
    }
}
