package est;

import static est.device.TestAuthority.extension;

import est.device.Device;
import est.device.LoopbackPki;
import est.device.TestAuthority;
import est.device.TestLists;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/** Labels whose clients are registration authorities, or devices whose manufacturers revoke; and the keys of all of them. */
final class TrustUnderTest {

    /** Its end entities are looked up at a responder. */
    static final TestAuthority ASKED = new TestAuthority("CN=Asked Vendor");

    static final TestAuthority ASKED_ISSUING = ASKED.subordinate("CN=Asked Issuing");

    /** Its end entities are looked up in a list that is fetched. */
    static final TestAuthority LISTED = new TestAuthority("CN=Listed Vendor");

    static final KeyPair KEYS = TestAuthority.ecKeys();

    /** A registration authority's, with the usage or without. */
    static final Extension MARKED = purposes("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.28");

    static final Extension UNMARKED = purposes("1.3.6.1.5.5.7.3.2");

    private static @Nullable TrustUnderTest current;

    private final TestAuthority ours;
    final LoopbackPki askedPki = new LoopbackPki(ASKED_ISSUING);
    final LoopbackPki listedPki = new LoopbackPki(LISTED);
    final X509Certificate gate;
    final X509Certificate gateWithoutUsage;
    final X509Certificate unnamed;
    final X509Certificate numbered;
    final X509Certificate manufactured = ServerUnderTest.MANUFACTURER.deviceWith("CN=gate", KEYS, MARKED);

    private TrustUnderTest(TestAuthority ours) {
        this.ours = ours;
        this.gate = ours.deviceWith("CN=gate.example", KEYS, MARKED);
        this.gateWithoutUsage = ours.deviceWith("CN=gate2.example", KEYS, UNMARKED);
        this.numbered = ours.deviceWith("CN=gate4.example", KEYS, MARKED);
        this.unnamed = ours.deviceWith("CN=gate3.example", KEYS, MARKED);
    }

    static TrustUnderTest current() {
        return Objects.requireNonNull(current, "the server was not started with it");
    }

    /** The server's own CA. */
    TestAuthority ours() {
        return ours;
    }

    /** Settings of labels and anchors; the CA's key is in that file. */
    static Map<String, String> start(Path directory, Path certificate, Path key) throws IOException {
        stop();
        TrustUnderTest trust = new TrustUnderTest(authority(certificate, key));
        current = trust;
        Map<String, String> settings = new HashMap<>();
        settings.put("est.label.delegated.ca", "main");
        settings.put("est.label.delegated.trust-anchors", "manufacturer");
        String gate = "est.label.delegated.ra.gate.";
        settings.put(
                gate + "certificates",
                fingerprint(trust.gate) + "," + fingerprint(trust.gateWithoutUsage) + ","
                        + fingerprint(trust.manufactured));
        settings.put(gate + "device-ids", "sensor-[0-9]+");
        settings.put(gate + "dns-suffixes", "sensors.example");
        settings.put(gate + "ip-ranges", "10.1.0.0/16");
        settings.put(
                "est.label.delegated.ra.bynumber.issuer",
                trust.ours.certificate().getSubjectX500Principal().getName());
        settings.put(
                "est.label.delegated.ra.bynumber.serial-numbers",
                trust.numbered.getSerialNumber().toString(16));
        settings.put("est.label.delegated.ra.bynumber.device-ids", "meter-[0-9]+");
        settings.put("est.label.delegated.ra.bysubject.subject", "CN=gate5.example");
        settings.put("est.label.delegated.ra.bysubject.device-ids", "valve-[0-9]+");
        settings.put("est.label.aged.ca", "main");
        settings.put("est.label.aged.profile", "aged");
        settings.put("est.label.aged.trust-anchors", "manufacturer");
        settings.put("est.profile.aged.expired-manufacturer-certificates", "accept");
        settings.putAll(trust.asked(directory));
        settings.putAll(trust.listed(directory));
        return settings;
    }

    private Map<String, String> asked(Path directory) throws IOException {
        Path anchors = Files.createDirectories(directory.resolve("asked"));
        ASKED.writeTo(anchors.resolve("root.pem"));
        new TestAuthority("CN=Asked Vendor Old").writeTo(anchors.resolve("old-root.pem"));
        Path lists = Files.createDirectories(directory.resolve("asked-lists"));
        Files.write(lists.resolve("root.crl"), TestLists.of(ASKED).revoking());
        return Map.of(
                "est.label.asked.ca",
                "main",
                "est.label.asked.trust-anchors",
                "asked",
                "est.trust-anchors.asked",
                anchors.toString(),
                "est.intermediates.asked",
                ASKED_ISSUING.writeTo(directory.resolve("asked-issuing.pem")).toString(),
                "est.revocation.asked.crl-files",
                lists.toString(),
                "est.revocation.asked.ocsp",
                askedPki.address("/ocsp").toString(),
                "est.revocation.asked.ocsp-cache",
                "0s",
                "est.revocation.asked.timeout",
                "1s");
    }

    private Map<String, String> listed(Path directory) {
        String anchors = LISTED.writeTo(directory.resolve("listed.pem")).toString();
        return Map.of(
                "est.label.listed.ca", "main",
                "est.label.listed.trust-anchors", "listed",
                "est.trust-anchors.listed", anchors,
                "est.revocation.listed.crl-urls", listedPki.address("/crl").toString(),
                "est.revocation.listed.crl-refresh", "1s",
                "est.label.lenient.ca", "main",
                "est.label.lenient.trust-anchors", "lenient",
                "est.trust-anchors.lenient", anchors,
                "est.revocation.lenient.ocsp", "http://127.0.0.1:1/",
                "est.revocation.lenient.unknown-status", "accept");
    }

    static void stop() {
        if (current != null) {
            current.askedPki.close();
            current.listedPki.close();
        }
    }

    private static Extension purposes(String... oids) {
        KeyPurposeId[] purposes = new KeyPurposeId[oids.length];
        for (int i = 0; i < oids.length; i++) {
            purposes[i] = KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oids[i]));
        }
        return extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.ofDelimiter(":")
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static TestAuthority authority(Path certificate, Path key) throws IOException {
        try (Reader text = Files.newBufferedReader(key);
                PEMParser pem = new PEMParser(text)) {
            X509Certificate shown = Device.certificate(Files.readAllBytes(certificate));
            return new TestAuthority(
                    shown, new KeyPair(shown.getPublicKey(), new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo)
                                    pem.readObject())));
        }
    }
}
