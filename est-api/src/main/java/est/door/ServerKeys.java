package est.door;

import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** The key and certificate chain of a server, as TLS engines take them. Immutable. */
final class ServerKeys {

    private static final List<String> KEY_TYPES = List.of("EC", "RSA", "RSASSA-PSS", "EdDSA");

    private final KeyManager[] managers;
    private final X509Certificate certificate;
    private final String fingerprint;

    private ServerKeys(KeyManager[] managers, X509Certificate certificate, String fingerprint) {
        this.managers = managers;
        this.certificate = certificate;
        this.fingerprint = fingerprint;
    }

    /**
     * What the options hold.
     *
     * @throws IllegalArgumentException if that is no key with a certificate
     */
    static ServerKeys of(KeyCertOptions options, Vertx vertx) {
        try {
            KeyManagerFactory factory = options.getKeyManagerFactory(vertx);
            return of(factory.getKeyManagers());
        } catch (IllegalArgumentException unusable) {
            throw unusable;
        } catch (Exception unusable) {
            // Vert.x declares Exception
            throw new IllegalArgumentException("key and certificate cannot be read", unusable);
        }
    }

    private static ServerKeys of(KeyManager... managers) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        X509Certificate first = null;
        for (KeyManager manager : managers) {
            if (manager instanceof X509KeyManager keys) {
                X509Certificate found = digest(keys, digest);
                first = first == null ? found : first;
            }
        }
        if (first == null) {
            throw new IllegalArgumentException("there is no key with a certificate");
        }
        return new ServerKeys(managers, first, HexFormat.of().formatHex(digest.digest()));
    }

    private static @Nullable X509Certificate digest(X509KeyManager keys, MessageDigest digest)
            throws GeneralSecurityException {
        X509Certificate first = null;
        for (String type : KEY_TYPES) {
            String[] aliases = keys.getServerAliases(type, null);
            for (String alias : aliases == null ? new String[0] : aliases) {
                X509Certificate[] chain = keys.getCertificateChain(alias);
                for (X509Certificate certificate : chain) {
                    digest.update(certificate.getEncoded());
                }
                PrivateKey key = keys.getPrivateKey(alias);
                if (key.getEncoded() != null) {
                    digest.update(key.getEncoded());
                }
                first = first == null ? chain[0] : first;
            }
        }
        return first;
    }

    KeyManager[] managers() {
        return managers.clone();
    }

    /** The server's own certificate, the leaf. */
    X509Certificate certificate() {
        return certificate;
    }

    /** The same if and only if key and chain are the same. Not for logs: it is computed from the key too. */
    String fingerprint() {
        return fingerprint;
    }
}
