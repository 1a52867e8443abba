package est.door;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/** A server context whose handlers are {@link DoorSslHandler}s. ALPN is off: HTTP/1.1 is the only protocol spoken. */
final class DoorSslContext extends JdkSslContext {

    private final Traffic traffic;

    DoorSslContext(SSLContext context, List<String> cipherSuites, Traffic traffic) {
        super(
                context,
                false,
                cipherSuites,
                SupportedCipherSuiteFilter.INSTANCE,
                ApplicationProtocolConfig.DISABLED,
                ClientAuth.OPTIONAL,
                null,
                false);
        this.traffic = traffic;
    }

    /** Vert.x takes this way if the client left before it was looked at. */
    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls, Executor tasks) {
        return new DoorSslHandler(newEngine(allocator), startTls, tasks, traffic);
    }

    @Override
    protected SslHandler newHandler(
            ByteBufAllocator allocator, String peerHost, int peerPort, boolean startTls, Executor tasks) {
        return new DoorSslHandler(newEngine(allocator, peerHost, peerPort), startTls, tasks, traffic);
    }
}
