package est.door;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS context that new connections get. It is replaced as a whole, and only by one that was seen to work and to ask for
 * client certificates (T-3); connections that exist keep the one they have. Thread-safe.
 */
final class TlsInForce {

    private final TlsEngine engine;
    private final DoorSettings settings;
    private volatile @Nullable Shown shown;

    private record Shown(SslContext context, ServerKeys keys) {}

    TlsInForce(TlsEngine engine, DoorSettings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    /** The context for a connection that begins now. */
    SslContext context() {
        return require().context();
    }

    /** The key and certificate that connections which begin now are shown. */
    ServerKeys keys() {
        return require().keys();
    }

    /**
     * Puts another key and certificate in force.
     *
     * @throws IllegalArgumentException if no client could shake hands with them; then nothing changes
     */
    void replace(ServerKeys keys, List<String> cipherSuites) {
        SslContext context = newContext(keys, cipherSuites);
        TrialHandshake.of(context, engine);
        shown = new Shown(context, keys);
    }

    private SslContext newContext(ServerKeys keys, List<String> cipherSuites) {
        try {
            SSLContext context = engine.newContext();
            context.init(keys.managers(), new TrustManager[] {new PresentedChain()}, null);
            SSLSessionContext sessions = context.getServerSessionContext();
            sessions.setSessionCacheSize(settings.sessionCacheSize());
            sessions.setSessionTimeout(
                    Math.toIntExact(settings.sessionLifetime().toSeconds()));
            // ALPN is off: HTTP/1.1 is the only protocol spoken
            return new JdkSslContext(
                    context,
                    false,
                    CipherSuites.of(cipherSuites),
                    SupportedCipherSuiteFilter.INSTANCE,
                    ApplicationProtocolConfig.DISABLED,
                    ClientAuth.OPTIONAL,
                    null,
                    false);
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException("the TLS engine does not take key and certificate", unusable);
        }
    }

    private Shown require() {
        Shown now = shown;
        if (now == null) {
            throw new IllegalStateException("the door has no certificate yet");
        }
        return now;
    }
}
