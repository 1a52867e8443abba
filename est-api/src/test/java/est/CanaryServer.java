package est;

import est.outbound.LoopbackParty;
import est.quickstart.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole server whose every secret is a canary, with a CA whose key is under a password, and a log file of everything. */
public final class CanaryServer implements QuarkusTestResourceLifecycleManager {

    /** One server per process: the tests look for what this one was given. */
    static final Canaries CANARIES = new Canaries();

    private @Nullable EmbeddedDatabase database;

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory("est-canary");
            EmbeddedDatabase started = EmbeddedDatabase.startForTests(directory.resolve("database"));
            database = started;
            Map<String, String> settings = new HashMap<>(ServerUnderTest.settings(directory, started));
            settings.put("est.door.request-deadline", "4s");
            settings.put(
                    "quarkus.log.file.path", directory.resolve("everything.log").toString());
            addCaUnderPassword(settings, directory);
            settings.putAll(PartiesUnderTest.start(directory));
            CANARIES.plant("secret of authorizer and webhook", LoopbackParty.SECRET);
            plant(settings);
            return settings;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new UncheckedIOException(new IOException(unusable));
        }
    }

    private static void plant(Map<String, String> settings) throws IOException, GeneralSecurityException {
        CANARIES.plant("password of the database", settings.get("est.database.password"));
        CANARIES.plant("password of the database owner", settings.get("est.database.owner.password"));
        CANARIES.plant("password of the CA key", settings.get("est.ca.canary.local.password"));
        plant("CA key", key(Path.of(settings.get("est.ca.main.local.key"))));
        plant("TLS key", key(Path.of(settings.get("quarkus.tls.shown.key-store.pem.0.key"))));
    }

    /** The private number, and the whole encoding as it stands in the file. */
    private static void plant(String place, PrivateKey key) {
        CANARIES.plant(place, ((ECPrivateKey) key).getS().toByteArray());
        CANARIES.plant(place, ((ECPrivateKey) key).getS().toString());
        CANARIES.plant(place, key.getEncoded());
    }

    private static PrivateKey key(Path pem) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(pem).replaceAll("-----[^-]+-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static void addCaUnderPassword(Map<String, String> settings, Path directory)
            throws IOException, GeneralSecurityException {
        String password = "canary-of-the-ca-key-file";
        Path file = Files.createFile(
                directory.resolve("ca.p12"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password.toCharArray());
        store.setKeyEntry(
                "ca",
                key(Path.of(settings.get("est.ca.main.local.key"))),
                password.toCharArray(),
                chain(Path.of(settings.get("est.ca.main.local.certificate"))));
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        settings.put("est.ca.canary.type", "local");
        settings.put("est.ca.canary.local.certificate", file.toString());
        settings.put("est.ca.canary.local.password", password);
        settings.put("est.label.canary.ca", "canary");
    }

    private static Certificate[] chain(Path pem) throws IOException, GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(pem)))
                .toArray(Certificate[]::new);
    }

    @Override
    public void stop() {
        PartiesUnderTest.stop();
        if (database != null) {
            database.close();
        }
    }
}
