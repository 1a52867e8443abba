package est.door;

import io.netty.handler.ssl.SslContext;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Plugs a {@link TlsEngine} into Vert.x. Immutable. */
final class DoorTls extends SSLEngineOptions {

    private final TlsEngine engine;
    private final DoorSettings settings;
    private final Traffic traffic;

    DoorTls(TlsEngine engine, DoorSettings settings, Traffic traffic) {
        this.engine = engine;
        this.settings = settings;
        this.traffic = traffic;
    }

    @Override
    public SSLEngineOptions copy() {
        return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new Factory();
    }

    /** Takes from Vert.x the keys and suites; trust and client authentication are not negotiable. */
    private final class Factory implements SslContextFactory {

        private @Nullable KeyManagerFactory keys;
        private Set<String> suites = Set.of();

        @Override
        public SslContextFactory keyMananagerFactory(KeyManagerFactory factory) {
            keys = factory;
            return this;
        }

        @Override
        public SslContextFactory enabledCipherSuites(Set<String> enabled) {
            suites = enabled;
            return this;
        }

        @Override
        public SslContext create() throws SSLException {
            try {
                KeyManagerFactory factory = Objects.requireNonNull(keys, "the door has no certificate");
                SSLContext context = engine.newContext();
                context.init(factory.getKeyManagers(), new TrustManager[] {new PresentedChain()}, null);
                SSLSessionContext sessions = context.getServerSessionContext();
                sessions.setSessionCacheSize(settings.sessionCacheSize());
                sessions.setSessionTimeout(
                        Math.toIntExact(settings.sessionLifetime().toSeconds()));
                return new DoorSslContext(context, CipherSuites.of(List.copyOf(suites)), traffic);
            } catch (GeneralSecurityException e) {
                throw new SSLException(e);
            }
        }
    }
}
