package est.door;

import est.proof.ChannelBinding;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.conscrypt.Conscrypt;

/** The implementation of TLS behind the door. Thread-safe. */
public abstract class TlsEngine {

    TlsEngine() {}

    /**
     * Picks the engine.
     *
     * @throws IllegalStateException if Conscrypt is demanded and its native library does not load here
     */
    public static TlsEngine choose(DoorSettings.EngineChoice choice) {
        return switch (choice) {
            case JDK -> new JdkEngine();
            case AUTO -> Conscrypt.isAvailable() ? new ConscryptEngine() : new JdkEngine();
            case CONSCRYPT -> {
                if (!Conscrypt.isAvailable()) {
                    throw new IllegalStateException(
                            "est.door.engine=conscrypt, but Conscrypt's native library does not load on this platform");
                }
                yield new ConscryptEngine();
            }
        };
    }

    /** {@code conscrypt} or {@code jdk}, as in the metric {@code est_tls_engine_info}. */
    public abstract String name();

    /** Whether sessions of this engine can give that channel binding. */
    public abstract boolean gives(ChannelBinding.Kind kind);

    /** Whether clients can prove possession of keys of that kind, named as in profiles: others silently show no certificate. */
    public abstract boolean verifies(String keys);

    /** How many file descriptors each connection takes that speaks TLS, beside its socket. */
    abstract int descriptors();

    abstract SSLContext newContext() throws GeneralSecurityException;

    /** A key of the server's in the form that this engine need not read anew for each handshake. */
    abstract PrivateKey own(PrivateKey key) throws GeneralSecurityException;

    /** {@code tls-unique} of an established TLS 1.2 session. */
    abstract Optional<byte[]> tlsUnique(SSLEngine engine);

    /** {@code tls-exporter} of an established TLS 1.3 session. */
    abstract Optional<byte[]> tlsExporter(SSLEngine engine);

    /**
     * The binding of an established session.
     *
     * @param extendedMasterSecret whether a TLS 1.2 session was made with it; without, {@code tls-unique} is open to the
     *     triple handshake and is not given (EST-POP-05)
     */
    final Optional<ChannelBinding> binding(SSLEngine engine, boolean extendedMasterSecret) {
        return switch (engine.getSession().getProtocol()) {
            case "TLSv1.3" -> tlsExporter(engine).map(v -> new ChannelBinding(ChannelBinding.Kind.TLS_EXPORTER, v));
            case "TLSv1.2" ->
                extendedMasterSecret
                        ? tlsUnique(engine).map(v -> new ChannelBinding(ChannelBinding.Kind.TLS_UNIQUE, v))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    @Override
    public final String toString() {
        return name();
    }
}
