package est.ca;

import static org.assertj.core.api.Assertions.assertThat;

import est.pki.CertificateContent;
import est.pki.CertificateContent.KeyUsage;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;

/** Compares a certificate with the grant it was issued for, every component and every extension. */
public final class GrantAssertions {

    private static final String SAN = "2.5.29.17";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

    /** SKI, AKI, AIA and CRL points: what an authority may add by itself. */
    private static final Set<String> ADDED_BY_THE_AUTHORITY =
            Set.of("2.5.29.14", "2.5.29.35", "1.3.6.1.5.5.7.1.1", "2.5.29.31");

    private GrantAssertions() {}

    /** Fails unless the certificate holds what was granted and nothing else. */
    public static void assertContainsExactlyTheGrant(X509Certificate certificate, IssuanceRequest request) {
        CertificateContent granted = request.granted();
        assertThat(certificate.getVersion()).as("version").isEqualTo(3);
        assertThat(certificate.getPublicKey().getEncoded())
                .as("public key")
                .isEqualTo(request.publicKey().getEncoded());
        assertThat(certificate.getSubjectX500Principal().getEncoded())
                .as("subject octets")
                .isEqualTo(granted.subject().getEncoded());
        assertThat(certificate.getBasicConstraints()).as("CA:TRUE").isEqualTo(-1);
        assertThat(certificate.getNotBefore().toInstant()).as("notBefore").isAfterOrEqualTo(granted.notBefore());
        assertThat(certificate.getNotAfter().toInstant()).as("notAfter").isBeforeOrEqualTo(granted.notAfter());
        assertNames(certificate, granted);
        assertUsages(certificate, granted);
        assertExtensions(certificate, granted);
    }

    private static void assertNames(X509Certificate certificate, CertificateContent granted) {
        if (granted.alternativeNames().isEmpty()) {
            assertThat(certificate.getExtensionValue(SAN))
                    .as("alternative names")
                    .isNull();
            return;
        }
        assertThat(certificate.getCriticalExtensionOIDs().contains(SAN))
                .as("criticality of the alternative names")
                .isEqualTo(granted.subject().getName().isEmpty());
        try {
            assertThat(value(certificate, SAN))
                    .as("alternative names")
                    .isEqualTo(InMemoryCertificateWriter.sequence(granted.alternativeNames())
                            .getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new AssertionError("a granted name has no encoding", e);
        }
    }

    private static void assertUsages(X509Certificate certificate, CertificateContent granted) {
        boolean[] bits = certificate.getKeyUsage();
        assertThat(bits).as("key usage").isNotNull();
        assertThat(certificate.getCriticalExtensionOIDs())
                .as("criticality of usages")
                .contains(KEY_USAGE)
                .doesNotContain(EXTENDED_KEY_USAGE);
        for (int bit = 0; bit < bits.length; bit++) {
            int number = bit;
            boolean wanted = granted.keyUsages().stream().map(KeyUsage::bit).anyMatch(usage -> usage == number);
            assertThat(bits[bit]).as("key usage bit " + bit).isEqualTo(wanted);
        }
        try {
            List<String> extended = certificate.getExtendedKeyUsage();
            assertThat(extended == null ? List.of() : extended)
                    .as("extended key usages")
                    .isEqualTo(granted.extendedKeyUsages());
        } catch (CertificateParsingException e) {
            throw new AssertionError("the extended key usages are malformed", e);
        }
    }

    private static void assertExtensions(X509Certificate certificate, CertificateContent granted) {
        Set<String> present = new LinkedHashSet<>(certificate.getNonCriticalExtensionOIDs());
        present.addAll(certificate.getCriticalExtensionOIDs());
        List<String> explained = new ArrayList<>(ADDED_BY_THE_AUTHORITY);
        explained.addAll(List.of(SAN, KEY_USAGE, EXTENDED_KEY_USAGE));
        for (CertificateContent.Extension extension : granted.extensions()) {
            explained.add(extension.oid());
            assertThat(value(certificate, extension.oid()))
                    .as("extension " + extension.oid())
                    .isEqualTo(extension.value());
            assertThat(certificate.getCriticalExtensionOIDs().contains(extension.oid()))
                    .as("criticality of " + extension.oid())
                    .isEqualTo(extension.critical());
        }
        assertThat(explained)
                .as("every extension is granted or the authority's")
                .containsAll(present);
    }

    private static byte[] value(X509Certificate certificate, String oid) {
        byte[] extension = certificate.getExtensionValue(oid);
        assertThat(extension).as("extension " + oid).isNotNull();
        return ASN1OctetString.getInstance(extension).getOctets();
    }
}
