package est.door;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
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

    /**
     * One context for each certificate: neither engine chooses among several as clients need it.
     *
     * @param keys all of them
     * @param usual for every client that can do with it
     * @param other for those that cannot, if there is one
     */
    private record Shown(ServerKeys keys, SslContext usual, Optional<Other> other) {

        SslContext contextFor(ClientHello hello) {
            return other.filter(rsa -> !rsa.demand().isMetBy(hello))
                    .map(Other::context)
                    .orElse(usual);
        }
    }

    /**
     * The context of an RSA certificate beside one for ECDSA.
     *
     * @param demand what clients offer that do not need it
     */
    private record Other(SslContext context, EcdsaDemand demand) {}

    TlsInForce(TlsEngine engine, DoorSettings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    /** The context for a client that says hello now. */
    SslContext contextFor(ClientHello hello) {
        return require().contextFor(hello);
    }

    /** The context of the certificate that most clients are shown. */
    SslContext usual() {
        return require().usual();
    }

    /** The keys and certificates that connections which begin now are shown. */
    ServerKeys keys() {
        return require().keys();
    }

    /**
     * Puts other keys and certificates in force.
     *
     * @throws IllegalArgumentException if no client could shake hands with one of them; then nothing changes
     */
    void replace(ServerKeys keys, List<String> cipherSuites) {
        SslContext usual = tried(keys.usual(), cipherSuites);
        Optional<Other> other = keys.other()
                .map(rsa -> new Other(
                        tried(rsa, cipherSuites),
                        EcdsaDemand.of(keys.usual().chain().get(0), CipherSuites.of(cipherSuites))));
        shown = new Shown(keys, usual, other);
    }

    private SslContext tried(OneKey key, List<String> cipherSuites) {
        SslContext context = newContext(key, cipherSuites);
        TrialHandshake.of(context, engine);
        return context;
    }

    private SslContext newContext(OneKey key, List<String> cipherSuites) {
        try {
            SSLContext context = engine.newContext();
            context.init(new KeyManager[] {key.in(engine)}, new TrustManager[] {new PresentedChain()}, null);
            // how many are remembered is the engine's: the JDK has 20,480, and so has BoringSSL, which cannot be told
            // otherwise
            context.getServerSessionContext()
                    .setSessionTimeout(
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
