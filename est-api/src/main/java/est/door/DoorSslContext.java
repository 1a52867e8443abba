package est.door;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * What Vert.x holds for as long as it listens: each connection gets a {@link DoorSslHandler}, and its engine from the context
 * in force when its client has said hello.
 */
final class DoorSslContext extends SslContext {

    private final TlsInForce tls;
    private final Traffic traffic;

    DoorSslContext(TlsInForce tls, Traffic traffic) {
        this.tls = tls;
        this.traffic = traffic;
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return tls.usual().newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
        return tls.usual().newEngine(allocator, peerHost, peerPort);
    }

    /** Vert.x takes this way if the client left before it was looked at. */
    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls, Executor tasks) {
        return DoorSslHandler.of(hello -> tls.contextFor(hello).newEngine(allocator), startTls, tasks, traffic);
    }

    @Override
    protected SslHandler newHandler(
            ByteBufAllocator allocator, String peerHost, int peerPort, boolean startTls, Executor tasks) {
        return newHandler(allocator, startTls, tasks);
    }

    @Override
    public boolean isClient() {
        return false;
    }

    @Override
    public List<String> cipherSuites() {
        return tls.usual().cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // the way JdkSslContext itself says that it negotiates nothing
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return tls.usual().applicationProtocolNegotiator();
    }

    @Override
    public SSLSessionContext sessionContext() {
        return tls.usual().sessionContext();
    }
}
