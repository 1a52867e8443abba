package est.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection so that the client can still read its answer: says goodbye, then throws away what the client still
 * sends for a moment (RFC 9112 §9.6). Closing at once would reset the connection and lose the answer.
 */
final class Farewell extends ChannelInboundHandlerAdapter {

    static final Duration LINGER = Duration.ofSeconds(2);
    private static final long MAX_OCTETS = 1 << 20;

    private long octets;

    private Farewell() {}

    /** Call on the event loop, after the answer was flushed. */
    static void say(Channel channel) {
        if (!channel.isActive()) {
            return;
        }
        channel.pipeline().addFirst(new Farewell());
        channel.config().setAutoRead(true);
        channel.pipeline().get(SslHandler.class).closeOutbound().addListener(sent -> {
            if (channel instanceof DuplexChannel duplex && channel.isActive()) {
                duplex.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            }
        });
        var close = channel.eventLoop()
                .schedule(() -> channel.unsafe().closeForcibly(), LINGER.toNanos(), TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> close.cancel(false));
    }

    /** Stays ahead of TLS: what comes now is not worth decrypting. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf buffer) {
            octets += buffer.readableBytes();
        }
        ReferenceCountUtil.release(message);
        if (octets > MAX_OCTETS) {
            ctx.channel().unsafe().closeForcibly();
        }
    }
}
