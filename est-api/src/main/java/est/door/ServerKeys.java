package est.door;

import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** The keys and certificate chains of a server, as TLS engines take them: one, or one for ECDSA and one for RSA. Immutable. */
final class ServerKeys {

    private static final String ECDSA = "EC";
    private static final String RSA = "RSA";
    private static final List<String> KEY_TYPES = List.of(ECDSA, RSA, "RSASSA-PSS", "EdDSA");

    private final List<OneKey> keys;
    private final String fingerprint;

    private ServerKeys(List<OneKey> keys, String fingerprint) {
        this.keys = keys;
        this.fingerprint = fingerprint;
    }

    /**
     * What the options hold.
     *
     * @throws IllegalArgumentException if that is no key with a certificate, or more than one of each kind
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
        List<OneKey> found = new ArrayList<>();
        for (KeyManager manager : managers) {
            if (manager instanceof X509ExtendedKeyManager keys) {
                for (String type : KEY_TYPES) {
                    collect(keys, type, digest, found);
                }
            }
        }
        return new ServerKeys(judged(found), HexFormat.of().formatHex(digest.digest()));
    }

    private static void collect(X509ExtendedKeyManager keys, String type, MessageDigest digest, List<OneKey> found)
            throws GeneralSecurityException {
        String[] aliases = keys.getServerAliases(type, null);
        for (String alias : aliases == null ? new String[0] : aliases) {
            OneKey one = OneKey.of(keys, type, alias);
            for (X509Certificate certificate : one.chain()) {
                digest.update(certificate.getEncoded());
            }
            byte[] encoded = one.key().getEncoded();
            if (encoded != null) {
                digest.update(encoded);
            }
            found.add(one);
        }
    }

    /** ECDSA comes first. Which of two keys of one kind to show, nobody could tell. */
    private static List<OneKey> judged(List<OneKey> found) {
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no key with a certificate");
        }
        List<String> types = found.stream().map(OneKey::type).toList();
        if (found.size() > 1 && !types.equals(List.of(ECDSA, RSA))) {
            throw new IllegalArgumentException(
                    "it holds keys of the kinds " + types + "; it may hold one, or one EC and one RSA");
        }
        return List.copyOf(found);
    }

    /** The one that clients are shown where they can do with it: ECDSA if there are two. */
    OneKey usual() {
        return keys.get(0);
    }

    /** The one for RSA beside it, for all others. */
    Optional<OneKey> other() {
        return keys.stream().skip(1).findFirst();
    }

    /** The server's own certificates, leaves only. */
    List<X509Certificate> certificates() {
        return keys.stream().map(one -> one.chain().get(0)).toList();
    }

    /** The same if and only if keys and chains are the same. Not for logs: it is computed from the keys too. */
    String fingerprint() {
        return fingerprint;
    }
}
