package est.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.operator.OperatorException;

/**
 * The certificates of a first run: a root, an issuing CA below it, and the server's own TLS certificate. Made once, kept in one
 * directory, keys readable by their owner alone; the root's key is used once and never written. The TLS certificate is replaced
 * before it expires and when the host gets another name. Immutable.
 */
public final class FirstRunPki {
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final Path authority;
    private final Path server;
    private final String rootSha256;

    private FirstRunPki(Path authority, Path server, String rootSha256) {
        this.authority = authority;
        this.server = server;
        this.rootSha256 = rootSha256;
    }

    /**
     * The PKI in {@code directory}, made now where it is missing or due.
     *
     * @param hostNames names and addresses, beside localhost and the loopback addresses, the server is reached by
     * @throws CannotStart if the directory is another user's or its content damaged
     */
    public static FirstRunPki at(Path directory, Set<String> hostNames) {
        return at(directory, hostNames, Clock.systemUTC());
    }

    static FirstRunPki at(Path directory, Set<String> hostNames, Clock clock) {
        Path own = OwnDirectory.claim(directory);
        try {
            Path authority = own.resolve("ca");
            if (Files.notExists(authority)) {
                makeAuthority(own, authority, new Authorship(clock));
            }
            Path server = own.resolve("tls");
            ServerNames names = ServerNames.of(hostNames);
            if (isDue(server, names, clock)) {
                makeServer(own, authority, names, new Authorship(clock));
            }
            X509Certificate root =
                    PemFiles.readCertificates(authority.resolve("root.pem")).get(0);
            return new FirstRunPki(authority, server, sha256(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorException e) {
            throw new CannotStart(own + " is damaged: restore it, or remove it to begin with a new root", e);
        }
    }

    private static void makeAuthority(Path own, Path target, Authorship authorship)
            throws IOException, GeneralSecurityException, OperatorException {
        Path draft = Files.createTempDirectory(own, "making-");
        KeyPair rootKey = authorship.newKey();
        X509Certificate root = authorship.root(rootKey);
        KeyPair issuingKey = authorship.newKey();
        X509Certificate issuing = authorship.issuing(issuingKey.getPublic(), root, rootKey.getPrivate());
        PemFiles.writeCertificates(draft.resolve("root.pem"), List.of(root));
        PemFiles.writeCertificates(draft.resolve("issuing.pem"), List.of(issuing, root));
        PemFiles.writeKey(draft.resolve("issuing.key"), issuingKey.getPrivate());
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isDue(Path server, ServerNames names, Clock clock)
            throws IOException, GeneralSecurityException {
        if (Files.notExists(server)) {
            return true;
        }
        X509Certificate current =
                PemFiles.readCertificates(server.resolve("server.pem")).get(0);
        boolean expiresSoon =
                current.getNotAfter().toInstant().isBefore(clock.instant().plus(RENEW_BEFORE));
        return expiresSoon || !names.areIn(current);
    }

    private static void makeServer(Path own, Path authority, ServerNames names, Authorship authorship)
            throws IOException, GeneralSecurityException, OperatorException {
        List<X509Certificate> issuer = PemFiles.readCertificates(authority.resolve("issuing.pem"));
        PrivateKey issuerKey = PemFiles.readKey(authority.resolve("issuing.key"));
        KeyPair key = authorship.newKey();
        X509Certificate certificate = authorship.server(key.getPublic(), names, issuer.get(0), issuerKey);
        Path draft = Files.createTempDirectory(own, "making-");
        PemFiles.writeCertificates(draft.resolve("server.pem"), List.of(certificate, issuer.get(0)));
        PemFiles.writeKey(draft.resolve("server.key"), key.getPrivate());
        // a directory cannot be replaced in one step: without "tls" the next start makes it anew, so no state is lost
        Path server = own.resolve("tls");
        Directories.delete(server);
        Files.move(draft, server, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String sha256(X509Certificate certificate) throws CertificateEncodingException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }

    /** The trust anchor, PEM: what a client passes to {@code curl --cacert}. */
    public Path rootCertificate() {
        return authority.resolve("root.pem");
    }

    /** The issuing CA's certificate, then the root's, PEM. */
    public Path issuingCertificates() {
        return authority.resolve("issuing.pem");
    }

    /** The issuing CA's private key, PKCS#8 PEM, mode 0600. */
    public Path issuingKey() {
        return authority.resolve("issuing.key");
    }

    /** The TLS certificate, then its issuer's, PEM. */
    public Path serverCertificates() {
        return server.resolve("server.pem");
    }

    /** The TLS private key, PKCS#8 PEM, mode 0600. */
    public Path serverKey() {
        return server.resolve("server.key");
    }

    /** SHA-256 of the root certificate's DER, upper-case hex with colons, as {@code openssl x509 -fingerprint} prints it. */
    public String rootSha256() {
        return rootSha256;
    }
}
