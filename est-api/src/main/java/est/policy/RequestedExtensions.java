package est.policy;

import static est.policy.PolicyRefusal.Reason.EXTENSION_NOT_ALLOWED;

import est.protocol.CertificationRequest;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * The request's extensions are a wish list, never copied (T-12, EST-ISS-08). What asks for the rights of a CA or RA refuses
 * the request; what the profile cannot grant is dropped, or refuses it too where the profile says so.
 */
final class RequestedExtensions {

    /** What other rules turn into granted content. */
    private static final Set<ASN1ObjectIdentifier> JUDGED_ELSEWHERE =
            Set.of(Extension.subjectAlternativeName, Extension.keyUsage, Extension.extendedKeyUsage);

    /** What a request may carry without meaning: the CA writes its own. */
    private static final Set<ASN1ObjectIdentifier> HARMLESS =
            Set.of(Extension.basicConstraints, Extension.subjectKeyIdentifier);

    /** Names that only a CA certificate may carry (RFC 5280 §4.2.1.10, .11, .5, .14). */
    private static final Set<ASN1ObjectIdentifier> OF_A_CA = Set.of(
            Extension.nameConstraints,
            Extension.policyConstraints,
            Extension.policyMappings,
            Extension.inhibitAnyPolicy);

    /** id-kp-cmcCA, id-kp-cmcRA, id-kp-cmcArchive, OCSPSigning, timeStamping, anyExtendedKeyUsage (T-8). */
    private static final Set<ASN1ObjectIdentifier> PRIVILEGED = Set.of(
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.27"),
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.28"),
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.29"),
            KeyPurposeId.id_kp_OCSPSigning.toOID(),
            KeyPurposeId.id_kp_timeStamping.toOID(),
            KeyPurposeId.anyExtendedKeyUsage.toOID());

    private RequestedExtensions() {}

    static boolean isPrivileged(ASN1ObjectIdentifier extendedKeyUsage) {
        return PRIVILEGED.contains(extendedKeyUsage);
    }

    static void requireHarmless(CertificationRequest request, EnrollmentProfile profile) {
        request.requestedExtensions().ifPresent(extensions -> requireHarmless(extensions, profile));
        request.keyUsage().ifPresent(RequestedExtensions::requireEndEntityUsage);
        request.extendedKeyUsages().forEach(RequestedExtensions::requireUnprivileged);
    }

    private static void requireHarmless(Extensions extensions, EnrollmentProfile profile) {
        BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
        if (constraints != null && constraints.isCA()) {
            throw refusal("the request asks for a CA certificate");
        }
        for (ASN1ObjectIdentifier oid : extensions.getExtensionOIDs()) {
            if (OF_A_CA.contains(oid)) {
                throw refusal("the request asks for an extension of CA certificates: " + oid.getId());
            }
            if (profile.refusesUnlistedExtensions() && !JUDGED_ELSEWHERE.contains(oid) && !HARMLESS.contains(oid)) {
                throw refusal("the profile does not grant the extension " + oid.getId());
            }
        }
    }

    private static void requireEndEntityUsage(KeyUsage usage) {
        if (usage.hasUsages(KeyUsage.keyCertSign) || usage.hasUsages(KeyUsage.cRLSign)) {
            throw refusal("the request asks for a key usage of CA certificates");
        }
    }

    private static void requireUnprivileged(String extendedKeyUsage) {
        if (isPrivileged(new ASN1ObjectIdentifier(extendedKeyUsage))) {
            throw refusal("the request asks for an extended key usage that is never granted: " + extendedKeyUsage);
        }
    }

    private static PolicyRefusal refusal(String detail) {
        return new PolicyRefusal(EXTENSION_NOT_ALLOWED, detail);
    }
}
