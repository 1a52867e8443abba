package est.door;

import est.proof.ChannelBinding;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.conscrypt.Conscrypt;

/** BoringSSL as a JSSE provider: fast, and gives both channel bindings. */
final class ConscryptEngine extends TlsEngine {

    private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";
    private static final int EXPORTER_OCTETS = 32;

    /** Its CertificateRequest lists no EdDSA and, on TLS 1.3, no P-521. */
    private static final Set<String> KEYS = Set.of("RSA-2048", "RSA-3072", "RSA-4096", "P-256", "P-384");

    private final Provider provider = Conscrypt.newProvider();

    @Override
    public String name() {
        return "conscrypt";
    }

    @Override
    public boolean gives(ChannelBinding.Kind kind) {
        return true;
    }

    @Override
    public boolean verifies(String keys) {
        return KEYS.contains(keys);
    }

    /** A pipe. */
    @Override
    int descriptors() {
        return 2;
    }

    @Override
    SSLContext newContext() throws GeneralSecurityException {
        return SSLContext.getInstance("TLS", provider);
    }

    /** One of BoringSSL's own, if the key can be read and is of a kind that it has. */
    @Override
    PrivateKey own(PrivateKey key) throws GeneralSecurityException {
        byte[] encoded = key.getEncoded();
        if (encoded == null || provider.getService("KeyFactory", key.getAlgorithm()) == null) {
            return key;
        }
        return KeyFactory.getInstance(key.getAlgorithm(), provider).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    /** BoringSSL gives the client's Finished of a full handshake and the server's of a resumed one (RFC 5929 §3.1). */
    @Override
    Optional<byte[]> tlsUnique(SSLEngine engine) {
        return Optional.ofNullable(Conscrypt.getTlsUnique(engine));
    }

    /** RFC 9266 §2: this label, an empty context, 32 octets. */
    @Override
    Optional<byte[]> tlsExporter(SSLEngine engine) {
        try {
            return Optional.ofNullable(
                    Conscrypt.exportKeyingMaterial(engine, EXPORTER_LABEL, new byte[0], EXPORTER_OCTETS));
        } catch (SSLException e) {
            return Optional.empty();
        }
    }
}
