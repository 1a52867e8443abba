package est.policy;

import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * What makes a CA or RA of a device, or speaks for the CA (T-8, T-12). No request can ask for it and no profile can grant it, but
 * for the right of a registration authority: a profile can that no label has.
 */
final class ReservedRights {

    /** id-kp-cmcCA, id-kp-cmcRA, id-kp-cmcArchive, OCSPSigning, timeStamping, anyExtendedKeyUsage (T-8). */
    private static final Set<ASN1ObjectIdentifier> PURPOSES = Set.of(
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.27"),
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.28"),
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.29"),
            KeyPurposeId.id_kp_OCSPSigning.toOID(),
            KeyPurposeId.id_kp_timeStamping.toOID(),
            KeyPurposeId.anyExtendedKeyUsage.toOID());

    /** Names that only a CA certificate may carry (RFC 5280 §4.2.1.10, .11, .5, .14). */
    private static final Set<ASN1ObjectIdentifier> OF_A_CA = Set.of(
            Extension.nameConstraints,
            Extension.policyConstraints,
            Extension.policyMappings,
            Extension.inhibitAnyPolicy);

    /** What the CA says of itself or of its certificates, and what other rules grant. */
    private static final Set<ASN1ObjectIdentifier> NEVER_COPIED = Set.of(
            Extension.subjectKeyIdentifier,
            Extension.authorityKeyIdentifier,
            Extension.basicConstraints,
            Extension.keyUsage,
            Extension.extendedKeyUsage,
            Extension.subjectAlternativeName,
            Extension.issuerAlternativeName,
            Extension.certificatePolicies,
            Extension.cRLDistributionPoints,
            Extension.freshestCRL,
            Extension.authorityInfoAccess,
            Extension.subjectInfoAccess,
            // OCSP no-check (RFC 6960 §4.2.2.2.1): of a responder
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.48.1.5"),
            // signed certificate timestamps and the poison of precertificates (RFC 6962 §3)
            new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2"),
            new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.3"),
            // Netscape's certificate type, which has bits for CAs
            new ASN1ObjectIdentifier("2.16.840.1.113730.1.1"),
            // the security identifier of an account, which domain controllers believe
            new ASN1ObjectIdentifier("1.3.6.1.4.1.311.25.2"));

    /** id-kp-cmcRA (RFC 6402 §2.10). */
    private static final ASN1ObjectIdentifier REGISTRATION_AUTHORITY = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.28");

    private ReservedRights() {}

    static boolean isOfRegistrationAuthority(ASN1ObjectIdentifier extendedKeyUsage) {
        return REGISTRATION_AUTHORITY.equals(extendedKeyUsage);
    }

    static boolean isPrivileged(ASN1ObjectIdentifier extendedKeyUsage) {
        return PURPOSES.contains(extendedKeyUsage);
    }

    static boolean isOfCa(ASN1ObjectIdentifier extension) {
        return OF_A_CA.contains(extension);
    }

    static boolean isNeverCopied(ASN1ObjectIdentifier extension) {
        return OF_A_CA.contains(extension) || NEVER_COPIED.contains(extension);
    }
}
