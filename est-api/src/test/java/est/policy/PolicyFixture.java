package est.policy;

import est.device.TestAuthority;
import est.identity.ClientIdentity;
import est.protocol.CertificationRequests;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Applications to judge, in the field's own words. */
final class PolicyFixture {

    static final TestAuthority CA = new TestAuthority("CN=Issuing CA");
    static final TestAuthority ROOT = new TestAuthority("CN=Root CA");
    static final KeyPair SERVER_KEY = TestAuthority.ecKeys();
    static final OwnKeys OWN_KEYS = new OwnKeys(
            List.of(CA.certificate(), ROOT.certificate()), List.of(ROOT.device("CN=localhost", SERVER_KEY)));
    static final Instant NOW = CA.certificate().getNotBefore().toInstant().plus(Duration.ofDays(1));

    private PolicyFixture() {}

    static EnrollmentProfile profile() {
        return new EnrollmentProfile(
                "device",
                Set.of("RSA-2048", "RSA-3072", "RSA-4096", "P-256", "P-384"),
                Duration.ofDays(90),
                Duration.ofMinutes(5),
                List.of(KeyPurposeId.id_kp_serverAuth.toOID(), KeyPurposeId.id_kp_clientAuth.toOID()),
                Set.of(BCStyle.CN, BCStyle.SERIALNUMBER, BCStyle.O, BCStyle.OU, BCStyle.C),
                Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._:@ -]{0,62}[A-Za-z0-9])?"),
                List.of("fleet.example"),
                false,
                false);
    }

    static EnrollmentProfile refusingProfile() {
        EnrollmentProfile profile = profile();
        return new EnrollmentProfile(
                profile.name(),
                profile.keys(),
                profile.validity(),
                profile.backdating(),
                profile.extendedKeyUsages(),
                profile.subjectAttributes(),
                profile.deviceId(),
                profile.dnsSuffixes(),
                true,
                false);
    }

    static ClientIdentity anySecret() {
        return identity(ClientIdentity.Kind.ONE_TIME_SECRET, Optional.empty(), Optional.empty());
    }

    static ClientIdentity secretFor(String commonName) {
        return identity(ClientIdentity.Kind.ONE_TIME_SECRET, Optional.empty(), Optional.of(commonName));
    }

    static ClientIdentity manufactured(X509Certificate certificate) {
        return identity(ClientIdentity.Kind.MANUFACTURER_CERTIFICATE, Optional.of(certificate), Optional.empty());
    }

    static ClientIdentity issued(X509Certificate certificate) {
        return identity(ClientIdentity.Kind.ISSUED_CERTIFICATE, Optional.of(certificate), Optional.empty());
    }

    static Grant judge(ClientIdentity identity, CertificationRequests request) {
        return judge(identity, request, profile(), false);
    }

    static Grant renew(ClientIdentity identity, CertificationRequests request) {
        return judge(identity, request, profile(), true);
    }

    static Grant judge(
            ClientIdentity identity, CertificationRequests request, EnrollmentProfile profile, boolean renewal) {
        return new EnrollmentPolicy()
                .judge(new Application(identity, request.decoded(), profile, CA.certificate(), OWN_KEYS, renewal, NOW));
    }

    private static ClientIdentity identity(
            ClientIdentity.Kind kind, Optional<X509Certificate> certificate, Optional<String> boundName) {
        return new ClientIdentity(
                kind, "test", certificate, boundName, Optional.of(UUID.randomUUID()), Optional.empty(), false);
    }
}
