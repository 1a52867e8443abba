package est.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;

/** TLS of one connection: counts it from the moment it is accepted, and reads along with its ClientHello. */
final class DoorSslHandler extends SslHandler {

    private final Traffic traffic;
    private final ClientHelloPeek hello = new ClientHelloPeek();
    private boolean refused;

    DoorSslHandler(SSLEngine engine, boolean startTls, Executor tasks, Traffic traffic) {
        super(engine, startTls, tasks);
        this.traffic = traffic;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        if (!(ctx.channel().remoteAddress() instanceof InetSocketAddress client)
                || !traffic.enter(ctx.channel(), client.getAddress())) {
            refused = true;
            Farewell.cut(ctx.channel());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (!refused && message instanceof ByteBuf octets) {
            hello.look(octets);
        }
        super.channelRead(ctx, message);
    }

    boolean extendedMasterSecretOffered() {
        return hello.offeredExtendedMasterSecret();
    }
}
