package est;

import est.device.TestAuthority;
import est.quickstart.EmbeddedDatabase;
import est.quickstart.FirstRunPki;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A whole server for end-to-end tests: real PostgreSQL, a PKI of its own, a manufacturer's anchor, and labels whose
 * CA can be told to lie, or stands behind a Vault.
 */
public final class ServerUnderTest implements QuarkusTestResourceLifecycleManager {

    /** A manufacturer the default label trusts. */
    public static final TestAuthority MANUFACTURER = new TestAuthority("CN=Manufacturer");

    private @Nullable EmbeddedDatabase database;

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory("est-test");
            database = EmbeddedDatabase.startForTests(directory.resolve("database"));
            Map<String, String> settings = settings(directory, database);
            settings.putAll(VaultUnderTest.start(directory));
            settings.putAll(PartiesUnderTest.start(directory));
            return settings;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    /** What a server with this database is told; its PKI is made in the directory. */
    static Map<String, String> settings(Path directory, EmbeddedDatabase database) throws IOException {
        FirstRunPki pki = FirstRunPki.at(directory.resolve("pki"), Set.of("localhost"));
        Map<String, String> settings = new HashMap<>();
        settings.put("test.await-database", "true");
        settings.put("test.directory", directory.toString());
        settings.put(
                "est.start.first-secret-file", directory.resolve("first-secret").toString());
        settings.put("est.rehearsal.warm-up", "0s");
        settings.put("est.issuance.deadline", "3s");
        // tests have it look when they want it to
        settings.put("est.reconciler.period", "1h");
        settings.put("est.door.request-deadline", "12s");
        settings.put("test.root-certificate", pki.rootCertificate().toString());
        // never 0: meters of servers with and without a port number do not go together
        settings.put("quarkus.management.test-port", Integer.toString(freePort()));
        settings.put("est.door.port", Integer.toString(freePort()));
        settings.put("est.door.host", "127.0.0.1");
        // not its usual name
        settings.put("est.door.tls-configuration-name", "shown");
        settings.put("est.console.tls-configuration-name", "shown");
        settings.put(
                "quarkus.tls.shown.key-store.pem.0.cert",
                pki.serverCertificates().toString());
        settings.put("quarkus.tls.shown.key-store.pem.0.key", pki.serverKey().toString());
        settings.put("test.root-certificate", pki.rootCertificate().toString());
        settings.put("est.database.url", database.url());
        settings.put("est.database.username", database.applicationName());
        settings.put("est.database.password", database.applicationPassword());
        settings.put("est.database.owner.username", database.ownerName());
        settings.put("est.database.owner.password", database.ownerPassword());
        settings.put("est.ca.main.type", "local");
        settings.put("est.ca.main.local.certificate", pki.issuingCertificates().toString());
        settings.put("est.ca.main.local.key", pki.issuingKey().toString());
        settings.put("est.ca.memory.type", "memory");
        // where all other tests come from; those of throttling come from elsewhere
        settings.put("est.throttle.address.exempt", "127.0.0.1/32");
        settings.put("est.label.default.ca", "main");
        settings.put("est.label.default.trust-anchors", "manufacturer");
        settings.put("est.label.memory.ca", "memory");
        settings.put("est.label.passwordsonly.ca", "main");
        settings.put("est.label.passwordsonly.authentication", "password,secret");
        settings.put("est.label.certificatesonly.ca", "main");
        settings.put("est.label.certificatesonly.authentication", "certificate");
        settings.put("est.label.strict.ca", "main");
        settings.put("est.label.strict.profile", "strict");
        settings.put("est.profile.strict.unlisted-extensions", "refuse");
        settings.put("est.label.sharing.ca", "main");
        settings.put("est.label.sharing.profile", "sharing");
        settings.put("est.profile.sharing.key-reuse", "any");
        settings.putAll(profiles());
        settings.putAll(LabelsUnderTest.settings());
        settings.putAll(DevicesUnderTest.settings());
        settings.putAll(approval());
        settings.put(
                "est.trust-anchors.manufacturer",
                MANUFACTURER.writeTo(directory.resolve("manufacturer.pem")).toString());
        settings.putAll(TrustUnderTest.start(directory, pki.issuingCertificates(), pki.issuingKey()));
        settings.putAll(PresetsUnderTest.settings(directory));
        return settings;
    }

    /** Labels whose requests wait for an operator, and the console where operators decide. */
    private static Map<String, String> approval() throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String waiting : new String[] {"waiting", "watched", "commanded"}) {
            settings.put("est.label." + waiting + ".ca", "main");
            settings.put("est.label." + waiting + ".approval", "always");
        }
        settings.put("est.approval.retry-after", "2s");
        settings.put("est.approval.lifetime", "2h");
        settings.put("est.approval.per-identity", "3");
        String consolePort = Integer.toString(freePort());
        settings.put("est.console.enabled", "true");
        settings.put("est.console.port", consolePort);
        settings.put("quarkus.http.test-ssl-port", consolePort);
        return settings;
    }

    /** Profiles that set much, for labels of their own. */
    private static Map<String, String> profiles() {
        return Map.ofEntries(
                Map.entry("est.label.hospital.ca", "main"),
                Map.entry("est.label.hospital.profile", "hospital"),
                Map.entry("est.label.hospital.trust-anchors", "manufacturer"),
                Map.entry(
                        "est.profile.hospital.subject",
                        "CN={request.CN},O=Example Hospital,serialNumber={identity.serialNumber}"),
                Map.entry("est.profile.hospital.signature-algorithms", "SHA256withECDSA,SHA256withRSA"),
                Map.entry("est.profile.hospital.dns-suffixes", "ward.example"),
                Map.entry("est.profile.hospital.ip-ranges", "192.0.2.0/24"),
                Map.entry("est.profile.hospital.rfc822-domains", "ward.example"),
                Map.entry("est.profile.hospital.other-names", "1.3.6.1.4.1.311.20.2.3"),
                Map.entry("est.profile.hospital.copy-common-name", "true"),
                Map.entry("est.profile.hospital.extended-key-usages", "clientAuth"),
                Map.entry("est.profile.hospital.rsa.extended-key-usages", "serverAuth,emailProtection"),
                Map.entry("est.profile.hospital.rsa.key-usages", "keyEncipherment"),
                Map.entry("est.profile.hospital.ec.key-usages", "digitalSignature,keyAgreement"),
                Map.entry("est.profile.hospital.extensions", "1.3.6.1.5.5.7.1.24"),
                Map.entry("est.profile.hospital.validity", "30d"),
                // two minutes less than the validity: a test's clock cannot be wrong by days
                Map.entry("est.profile.hospital.renewal-window", "PT719H58M"),
                Map.entry("est.label.lenient.ca", "main"),
                Map.entry("est.label.lenient.profile", "lenient"),
                Map.entry("est.profile.lenient.validity", "2m"),
                Map.entry("est.profile.lenient.ip-ranges", "192.0.2.0/24"),
                Map.entry("est.profile.lenient.renewal-grace", "2m"),
                Map.entry("est.profile.lenient.change-subject-name", "allow"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() {
        VaultUnderTest.stop();
        TrustUnderTest.stop();
        PartiesUnderTest.stop();
        if (database != null) {
            database.close();
        }
    }
}
