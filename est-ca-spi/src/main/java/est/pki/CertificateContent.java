package est.pki;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * What a certificate is to contain beside its public key: the grant of the registration authority. A certification
 * authority writes exactly this, or refuses; it may shorten the validity and may add only authority and subject key
 * identifiers, authority information access and CRL distribution points.
 *
 * @param subject the distinguished name; empty only beside at least one alternative name (RFC 5280 §4.1.2.6)
 * @param alternativeNames the subject alternative names, in the order they shall appear
 * @param keyUsages the key usage bits; never empty, never a CA usage
 * @param extendedKeyUsages extended key usage OIDs in dotted form, in order
 * @param extensions further extensions granted by name, each OID at most once; never one that the other components or the
 *     authority write: key identifiers, usages, names, constraints and policies of a CA, CRL points, authority access
 * @param notBefore first second of validity, whole seconds
 * @param notAfter last second of validity, whole seconds, after {@code notBefore}
 */
public record CertificateContent(
        X500Principal subject,
        List<AlternativeName> alternativeNames,
        Set<KeyUsage> keyUsages,
        List<String> extendedKeyUsages,
        List<Extension> extensions,
        Instant notBefore,
        Instant notAfter) {

    private static final int EMPTY_SEQUENCE = 2; // octets: tag and length

    /**
     * SKI, KU, SAN, basicConstraints, nameConstraints, CRL points, policyMappings, AKI, policyConstraints, EKU, freshest
     * CRL, inhibitAnyPolicy and AIA (RFC 5280 §4.2): written from the other components or by the authority, or a CA's (T-12).
     */
    private static final Set<String> WRITTEN_BY_THE_AUTHORITY = Set.of(
            "2.5.29.14",
            "2.5.29.15",
            "2.5.29.17",
            "2.5.29.19",
            "2.5.29.30",
            "2.5.29.31",
            "2.5.29.33",
            "2.5.29.35",
            "2.5.29.36",
            "2.5.29.37",
            "2.5.29.46",
            "2.5.29.54",
            "1.3.6.1.5.5.7.1.1");

    /**
     * Copies the collections and checks what no certificate may contradict.
     *
     * @throws IllegalArgumentException if nothing names the subject, no usage is given, dates have fractions of a second
     *     or are out of order, a usage or an extension repeats, or an extension is not the grant's to name
     */
    public CertificateContent {
        alternativeNames = List.copyOf(alternativeNames);
        keyUsages = Set.copyOf(keyUsages);
        extendedKeyUsages = List.copyOf(extendedKeyUsages);
        extensions = List.copyOf(extensions);
        require(!isEmpty(subject) || !alternativeNames.isEmpty(), "an empty subject needs an alternative name");
        require(!keyUsages.isEmpty(), "a certificate needs a key usage");
        require(isWholeSecond(notBefore) && isWholeSecond(notAfter), "certificate dates have whole seconds");
        require(notBefore.isBefore(notAfter), "notBefore must lie before notAfter");
        require(
                extensions.stream().map(Extension::oid).distinct().count() == extensions.size(),
                "an extension repeats");
        require(
                extendedKeyUsages.stream().distinct().count() == extendedKeyUsages.size(),
                "an extended key usage repeats");
        require(
                extensions.stream().map(Extension::oid).noneMatch(WRITTEN_BY_THE_AUTHORITY::contains),
                "an extension is not the grant's to name");
    }

    /** Whether the alternative names are all there is to tell the holder: then they are critical (RFC 5280 §4.2.1.6), else not. */
    public boolean hasEmptySubject() {
        return isEmpty(subject);
    }

    /** By its encoding, a SEQUENCE of nothing: to write the name as text takes longer than to ask for it. */
    private static boolean isEmpty(X500Principal name) {
        return name.getEncoded().length == EMPTY_SEQUENCE;
    }

    /** How long the certificate is to be valid. */
    public Duration validity() {
        return Duration.between(notBefore, notAfter);
    }

    /** The usages in bit order, for encoding. */
    public Set<KeyUsage> orderedKeyUsages() {
        return EnumSet.copyOf(keyUsages);
    }

    private static boolean isWholeSecond(Instant date) {
        return date.equals(date.truncatedTo(ChronoUnit.SECONDS));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /**
     * Key usages an end entity can be granted (RFC 5280 §4.2.1.3). keyCertSign and cRLSign are left out on purpose: no
     * grant can name them (T-12).
     */
    public enum KeyUsage {
        DIGITAL_SIGNATURE(0),
        NON_REPUDIATION(1),
        KEY_ENCIPHERMENT(2),
        DATA_ENCIPHERMENT(3),
        KEY_AGREEMENT(4);

        private final int bit;

        KeyUsage(int bit) {
            this.bit = bit;
        }

        /** The bit number in the KeyUsage BIT STRING. */
        public int bit() {
            return bit;
        }
    }

    /**
     * A further extension, as it shall stand in the certificate.
     *
     * @param oid dotted object identifier
     * @param critical whether a reader that does not know it must reject the certificate
     * @param value the DER inside the extnValue OCTET STRING
     */
    public record Extension(String oid, boolean critical, byte[] value) {
        /** Copies the value. */
        public Extension {
            value = value.clone();
        }

        @Override
        public byte[] value() {
            return value.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Extension extension
                    && oid.equals(extension.oid)
                    && critical == extension.critical
                    && Arrays.equals(value, extension.value);
        }

        @Override
        public int hashCode() {
            return 31 * oid.hashCode() + Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return oid + (critical ? " critical " : " ") + value.length + " octets";
        }
    }
}
