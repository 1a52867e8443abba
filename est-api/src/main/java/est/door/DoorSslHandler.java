package est.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one connection: counts it from the moment it is accepted, and keeps its octets until the ClientHello is whole. Only
 * then is there an engine, for the certificate that suits the client. From then on octets pass as they come.
 */
final class DoorSslHandler extends SslHandler {

    private final DeferredEngine engine;
    private final Traffic traffic;
    private final ClientHelloPeek peek;
    private boolean refused;
    private boolean helloSeen;
    private @Nullable ByteBuf early;

    private DoorSslHandler(
            DeferredEngine engine, ClientHelloPeek peek, boolean startTls, Executor tasks, Traffic traffic) {
        super(engine, startTls, tasks);
        this.engine = engine;
        this.peek = peek;
        this.traffic = traffic;
    }

    /** For a connection that was accepted just now. */
    static DoorSslHandler of(EngineSource engines, boolean startTls, Executor tasks, Traffic traffic) {
        ClientHelloPeek peek = new ClientHelloPeek();
        DeferredEngine engine = new DeferredEngine(() -> engines.engineFor(peek.hello()));
        return new DoorSslHandler(engine, peek, startTls, tasks, traffic);
    }

    /** Makes engines. */
    @FunctionalInterface
    interface EngineSource {
        /** One that shows a certificate this client can do with. */
        SSLEngine engineFor(ClientHello hello);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        if (!(ctx.channel().remoteAddress() instanceof InetSocketAddress client)
                || !traffic.enter(ctx.channel(), client.getAddress())) {
            refuse(ctx);
        }
    }

    private void refuse(ChannelHandlerContext ctx) {
        refused = true;
        Farewell.cut(ctx.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (helloSeen) {
            super.channelRead(ctx, message);
        } else if (refused || !(message instanceof ByteBuf octets)) {
            ReferenceCountUtil.release(message);
        } else {
            readEarly(ctx, octets);
        }
    }

    private void readEarly(ChannelHandlerContext ctx, ByteBuf octets) throws Exception {
        ByteBuf all = early == null ? octets : MERGE_CUMULATOR.cumulate(ctx.alloc(), early, octets);
        early = all;
        if (!peek.look(all)) {
            return;
        }
        if (peek.excessive() || !traffic.handshakes(ctx.channel())) {
            refuse(ctx);
            return;
        }
        helloSeen = true;
        early = null;
        super.channelRead(ctx, all);
    }

    /** Without a hello there is nobody to say goodbye to, and no engine to say it. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) throws Exception {
        if (helloSeen) {
            super.close(ctx, promise);
        } else {
            ctx.close(promise).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
    }

    @Override
    public void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        if (early != null) {
            early.release();
            early = null;
        }
        super.handlerRemoved0(ctx);
    }

    /** Once there is one, that of the TLS library, for what only its own class tells. */
    @Override
    public SSLEngine engine() {
        return engine.known();
    }

    boolean extendedMasterSecretOffered() {
        return peek.hello().extendedMasterSecret();
    }
}
