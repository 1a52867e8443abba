package est.decision;

import est.identity.ClientIdentity;
import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.protocol.CertificationRequests;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** Questions to ask. */
final class Questions {

    private Questions() {}

    static Question about(String commonName) {
        return about(commonName, Optional.empty());
    }

    static Question about(String commonName, Optional<X509Certificate> certificate) {
        return new Question(
                new Question.Occasion("ref-1", "00ff", "factory", "simpleenroll", "device", "192.0.2.1"),
                new ClientIdentity(
                        certificate.isPresent()
                                ? ClientIdentity.Kind.MANUFACTURER_CERTIFICATE
                                : ClientIdentity.Kind.PASSWORD,
                        "user:installer",
                        certificate,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false),
                CertificationRequests.ec("CN=" + commonName)
                        .withDnsName("camera")
                        .withChallengePassword("canary-challenge")
                        .decoded(),
                new CertificateContent(
                        new X500Principal("O=Example, CN=" + commonName),
                        List.of(AlternativeName.dnsName("camera"), AlternativeName.ipAddress(new byte[] {10, 0, 0, 1})),
                        Set.of(CertificateContent.KeyUsage.DIGITAL_SIGNATURE),
                        List.of("1.3.6.1.5.5.7.3.2"),
                        List.of(),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-04-01T00:00:00Z")));
    }
}
