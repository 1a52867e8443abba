package est.ca.local;

import est.ca.TestCertificates;
import est.ca.TestRequests;
import est.pki.SecretText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;

/** The files of a local CA called {@code test} in a folder, good unless a test spoils them. For one test. */
final class CaFiles {

    static final String ROOT_NAME = "CN=Test Root,O=Example";
    static final String ISSUING_NAME = "CN=Test Issuing CA,O=Example";
    static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    static final Instant TO = Instant.parse("2060-01-01T00:00:00Z");
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final Path folder;
    final KeyPair rootKeys = TestRequests.ecKeys();
    final KeyPair keys;
    List<X509Certificate> chain;

    private Provider signatures = TestRequests.BOUNCY_CASTLE;
    private Optional<Path> key = Optional.empty();
    private Path certificate;
    private Optional<String> password = Optional.empty();
    private Optional<Path> passwordFile = Optional.empty();
    private Optional<Path> rollover = Optional.empty();
    private Optional<List<URI>> aiaCaIssuers = Optional.empty();
    private Optional<List<URI>> aiaOcsp = Optional.empty();
    private Optional<List<URI>> crlDistributionPoints = Optional.empty();

    /** PEM files of an issuing CA with these keys below a root. */
    CaFiles(Path folder, KeyPair keys) {
        this.folder = folder;
        this.keys = keys;
        this.certificate = folder.resolve("ca.pem");
        withChain(
                TestCertificates.authority(ISSUING_NAME, keys, ROOT_NAME, rootKeys, FROM, TO),
                TestCertificates.authority(ROOT_NAME, rootKeys, ROOT_NAME, rootKeys, FROM, TO));
        withKey(keys.getPrivate());
    }

    /** PEM files of an EC P-256 CA. */
    static CaFiles ec(Path folder) {
        return new CaFiles(folder, TestRequests.ecKeys());
    }

    CaFiles withChain(X509Certificate... certificates) {
        chain = List.of(certificates);
        write(certificate, pem((Object[]) certificates), "rw-r--r--");
        return this;
    }

    CaFiles withKey(PrivateKey value) {
        return withKeyText(pem(value), "r--r-----");
    }

    CaFiles withKeyText(String text, String permissions) {
        key = Optional.of(write(folder.resolve("ca.key"), text, permissions));
        return this;
    }

    CaFiles withEncryptedKey(String secret) {
        try {
            OutputEncryptor encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                    .setProvider(TestRequests.BOUNCY_CASTLE)
                    .setPassword(secret.toCharArray())
                    .setIterationCount(1000)
                    .build();
            return withKeyText(pem(new JcaPKCS8Generator(keys.getPrivate(), encryptor)), "r--------");
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    CaFiles withPkcs12(String secret, String permissions) {
        certificate = folder.resolve("ca.p12");
        key = Optional.empty();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("ca", keys.getPrivate(), secret.toCharArray(), chain.toArray(Certificate[]::new));
            try (OutputStream out = Files.newOutputStream(certificate)) {
                store.store(out, secret.toCharArray());
            }
            Files.setPosixFilePermissions(certificate, PosixFilePermissions.fromString(permissions));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    CaFiles withCertificateText(String text) {
        write(certificate, text, "rw-r--r--");
        return this;
    }

    CaFiles withCertificatePath(String name) {
        certificate = folder.resolve(name);
        return this;
    }

    CaFiles withKeyPath(String name) {
        key = Optional.of(folder.resolve(name));
        return this;
    }

    CaFiles withoutKey() {
        key = Optional.empty();
        return this;
    }

    CaFiles withSignatures(Provider value) {
        signatures = value;
        return this;
    }

    CaFiles withPassword(String value) {
        password = Optional.of(value);
        return this;
    }

    CaFiles withPasswordFile(String text, String permissions) {
        passwordFile = Optional.of(write(folder.resolve("password"), text, permissions));
        return this;
    }

    CaFiles withRollover(X509Certificate... certificates) {
        rollover = Optional.of(write(folder.resolve("rollover.pem"), pem((Object[]) certificates), "rw-r--r--"));
        return this;
    }

    CaFiles withPointers(String caIssuers, String ocsp, String crl) {
        aiaCaIssuers = Optional.of(List.of(URI.create(caIssuers)));
        aiaOcsp = Optional.of(List.of(URI.create(ocsp)));
        crlDistributionPoints = Optional.of(List.of(URI.create(crl)));
        return this;
    }

    /** A provider over these files whose clock stands still. */
    LocalCertificationAuthorityProvider provider(Clock clock) {
        Settings settings = new Settings(
                certificate,
                key,
                password.map(SecretText::of),
                passwordFile,
                aiaCaIssuers,
                aiaOcsp,
                crlDistributionPoints,
                rollover);
        LocalCaSettings.Authority authority = () -> Optional.of(settings);
        return new LocalCertificationAuthorityProvider(() -> Map.of("test", authority), signatures, clock);
    }

    /** The authority, opened at {@link #NOW}. */
    LocalCertificationAuthority open() {
        return open(clockAt(NOW));
    }

    LocalCertificationAuthority open(Clock clock) {
        return (LocalCertificationAuthority) provider(clock).open("test");
    }

    /** The authority with workers of the test's choice. */
    LocalCertificationAuthority open(Clock clock, Executor workers) {
        return (LocalCertificationAuthority) provider(clock).open("test", scheme -> workers);
    }

    static Clock clockAt(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    static String pem(Object... objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(
                        object instanceof PrivateKey privateKey ? new JcaPKCS8Generator(privateKey, null) : object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Path write(Path path, String text, String permissions) {
        try {
            Files.deleteIfExists(path);
            Files.writeString(path, text);
            return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Settings(
            Path certificate,
            Optional<Path> key,
            Optional<SecretText> password,
            Optional<Path> passwordFile,
            Optional<List<URI>> aiaCaIssuers,
            Optional<List<URI>> aiaOcsp,
            Optional<List<URI>> crlDistributionPoints,
            Optional<Path> rollover)
            implements LocalCaSettings.Local {}
}
