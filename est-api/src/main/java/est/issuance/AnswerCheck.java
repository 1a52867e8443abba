package est.issuance;

import est.ca.CaCertificates;
import est.pki.AlternativeName;
import est.pki.CertificateContent;
import java.io.IOException;
import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * Compares what an authority signed with what was granted (I-5): the certificate is parsed afresh, and any difference means
 * it is not delivered. The dates may lie inside the granted ones; of extensions the authority may add only key identifiers,
 * AIA and CRL distribution points.
 */
final class AnswerCheck {

    private static final Set<ASN1ObjectIdentifier> ADDED_BY_THE_CA = Set.of(
            Extension.authorityKeyIdentifier,
            Extension.subjectKeyIdentifier,
            Extension.authorityInfoAccess,
            Extension.cRLDistributionPoints);
    private static final int VERSION_3 = 3;

    private final Provider signatures;

    AnswerCheck(Provider signatures) {
        this.signatures = signatures;
    }

    /** The same certificate, or an {@link IssuanceFailure} of kind MISMATCH whose cause names it and its first difference. */
    X509Certificate require(Signing signing, X509Certificate answer, CaCertificates ca) {
        difference(signing, answer, ca).ifPresent(difference -> {
            throw new IssuanceFailure(
                    IssuanceFailure.Kind.MISMATCH,
                    "the certification authority answered with another certificate than was granted",
                    Duration.ZERO,
                    new IllegalStateException(
                            "serial " + answer.getSerialNumber().toString(16) + " " + difference));
        });
        return answer;
    }

    /** The first difference between the grant and a certificate; empty if there is none. */
    Optional<String> difference(Signing signing, X509Certificate answer, CaCertificates ca) {
        try {
            TBSCertificate certificate =
                    Certificate.getInstance(answer.getEncoded()).getTBSCertificate();
            X509Certificate signer = requireSignature(answer, ca);
            requireKeyAndNames(signing, certificate);
            requireDates(signing.granted(), answer, signer);
            requireExtensions(signing.granted(), certificate.getExtensions());
            requireAuthorityKey(certificate.getExtensions(), signer);
            return Optional.empty();
        } catch (Difference difference) {
            return Optional.of(difference.getMessage());
        } catch (GeneralSecurityException | IOException | IllegalArgumentException unreadable) {
            return Optional.of("differs from the grant: encoding");
        }
    }

    /** The CA that signed: during a rotation not always the first. */
    private X509Certificate requireSignature(X509Certificate answer, CaCertificates ca) {
        return ca.all().stream()
                .filter(candidate -> Arrays.equals(
                        candidate.getSubjectX500Principal().getEncoded(),
                        answer.getIssuerX500Principal().getEncoded()))
                .filter(candidate -> isSignedBy(answer, candidate))
                .findFirst()
                .orElseThrow(() -> new Difference("issuer or signature"));
    }

    boolean isSignedBy(X509Certificate answer, X509Certificate ca) {
        try {
            answer.verify(ca.getPublicKey(), signatures);
            return true;
        } catch (GeneralSecurityException | RuntimeException notSignedByIt) {
            return false;
        }
    }

    private static void requireKeyAndNames(Signing signing, TBSCertificate certificate) throws IOException {
        require(certificate.getVersionNumber() == VERSION_3, "version");
        require(
                Arrays.equals(
                        certificate.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER),
                        signing.publicKey().getEncoded()),
                "public key");
        require(
                NameValues.areSame(
                        certificate.getSubject(),
                        X500Name.getInstance(signing.granted().subject().getEncoded())),
                "subject");
        require(certificate.getSerialNumber().getValue().signum() > 0, "serial");
    }

    private static void requireDates(CertificateContent granted, X509Certificate answer, X509Certificate ca) {
        Instant first = answer.getNotBefore().toInstant();
        Instant last = answer.getNotAfter().toInstant();
        require(
                !first.isBefore(granted.notBefore()) && !last.isAfter(granted.notAfter()) && first.isBefore(last),
                "validity");
        require(
                !first.isBefore(ca.getNotBefore().toInstant())
                        && !last.isAfter(ca.getNotAfter().toInstant()),
                "validity of the CA");
    }

    /** EST-ISS-06: a path builder that follows a wrong key identifier would not find the CA. */
    private static void requireAuthorityKey(Extensions extensions, X509Certificate ca) {
        AuthorityKeyIdentifier found = AuthorityKeyIdentifier.fromExtensions(extensions);
        byte[] extension = ca.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        if (found == null || found.getKeyIdentifierOctets() == null || extension == null) {
            return;
        }
        byte[] expected = SubjectKeyIdentifier.getInstance(
                        ASN1OctetString.getInstance(extension).getOctets())
                .getKeyIdentifier();
        require(Arrays.equals(found.getKeyIdentifierOctets(), expected), "authority key identifier");
    }

    private static void requireExtensions(CertificateContent granted, Extensions extensions) throws IOException {
        require(extensions != null, "extensions");
        Map<ASN1ObjectIdentifier, Extension> found = new HashMap<>();
        for (ASN1ObjectIdentifier oid : extensions.getExtensionOIDs()) {
            found.put(oid, extensions.getExtension(oid));
        }
        found.keySet().removeAll(ADDED_BY_THE_CA);
        requireKeyUsage(granted, found.remove(Extension.keyUsage));
        requireExtendedKeyUsage(granted, found.remove(Extension.extendedKeyUsage));
        requireAlternativeNames(granted, found.remove(Extension.subjectAlternativeName));
        requireGrantedExtensions(granted, found);
    }

    private static void requireKeyUsage(CertificateContent granted, Extension extension) {
        require(extension != null && extension.isCritical(), "key usage");
        KeyUsage usage = KeyUsage.getInstance(extension.getParsedValue());
        int bits = 0;
        byte[] octets = usage.getBytes();
        for (int bit = 0; bit < octets.length * Byte.SIZE; bit++) {
            if ((octets[bit / Byte.SIZE] & (0x80 >> (bit % Byte.SIZE))) != 0) {
                bits |= 1 << bit;
            }
        }
        int expected =
                granted.keyUsages().stream().mapToInt(each -> 1 << each.bit()).reduce(0, (a, b) -> a | b);
        require(bits == expected, "key usage");
    }

    private static void requireExtendedKeyUsage(CertificateContent granted, Extension extension) {
        if (granted.extendedKeyUsages().isEmpty()) {
            require(extension == null, "extended key usage");
            return;
        }
        require(extension != null && !extension.isCritical(), "extended key usage");
        Set<String> found = Arrays.stream(
                        ExtendedKeyUsage.getInstance(extension.getParsedValue()).getUsages())
                .map(KeyPurposeId::getId)
                .collect(Collectors.toSet());
        require(found.equals(new HashSet<>(granted.extendedKeyUsages())), "extended key usage");
    }

    private static void requireAlternativeNames(CertificateContent granted, Extension extension) throws IOException {
        if (granted.alternativeNames().isEmpty()) {
            require(extension == null, "subject alternative name");
            return;
        }
        boolean critical = granted.hasEmptySubject(); // RFC 5280 §4.2.1.6
        require(extension != null && extension.isCritical() == critical, "subject alternative name");
        Set<AlternativeName> found = new HashSet<>();
        for (GeneralName name :
                GeneralNames.getInstance(extension.getParsedValue()).getNames()) {
            found.add(EncodedNames.of(name));
        }
        require(found.equals(new HashSet<>(granted.alternativeNames())), "subject alternative name");
    }

    private static void requireGrantedExtensions(
            CertificateContent granted, Map<ASN1ObjectIdentifier, Extension> found) {
        for (CertificateContent.Extension expected : granted.extensions()) {
            Extension extension = found.remove(new ASN1ObjectIdentifier(expected.oid()));
            require(
                    extension != null
                            && extension.isCritical() == expected.critical()
                            && Arrays.equals(extension.getExtnValue().getOctets(), expected.value()),
                    "extension " + expected.oid());
        }
        List<String> extra =
                found.keySet().stream().map(ASN1ObjectIdentifier::getId).toList();
        require(extra.isEmpty(), "extra extensions " + extra);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new Difference(what);
        }
    }

    /** Ends the comparison. */
    private static final class Difference extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        Difference(String what) {
            super("differs from the grant: " + what, null, false, false);
        }
    }
}
