package est.policy;

import static est.policy.PolicyRefusal.Reason.EXTENSION_NOT_ALLOWED;

import est.pki.CertificateContent;
import est.protocol.CertificationRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * The request's extensions are a wish list (T-12, EST-ISS-08). What asks for the rights of a CA or RA refuses the request; what
 * the profile lists is copied; what it cannot grant is dropped, or refuses the request too where the profile says so.
 *
 * @param copied extensions that are copied as they stand in the request
 * @param refusesUnlisted whether a requested extension that cannot be granted refuses the request; else it is dropped
 */
public record ExtensionRule(Set<ASN1ObjectIdentifier> copied, boolean refusesUnlisted) {

    /** A certificate is sent in every handshake. */
    private static final int MAX_OCTETS = 2048;

    /** What other rules turn into granted content. */
    private static final Set<ASN1ObjectIdentifier> JUDGED_ELSEWHERE =
            Set.of(Extension.subjectAlternativeName, Extension.keyUsage, Extension.extendedKeyUsage);

    /** What a request may carry without meaning: the CA writes its own. */
    private static final Set<ASN1ObjectIdentifier> HARMLESS =
            Set.of(Extension.basicConstraints, Extension.subjectKeyIdentifier);

    /** Copies the set. */
    public ExtensionRule {
        copied = Set.copyOf(copied);
    }

    static ExtensionRule of(ProfileSettings.Extensions settings, ProfileProperty property) {
        return new ExtensionRule(
                settings.extensions().orElse(Set.of()).stream()
                        .map(oid -> extension(oid, property))
                        .collect(Collectors.toUnmodifiableSet()),
                settings.unlistedExtensions() == ProfileSettings.UnlistedExtensions.REFUSE);
    }

    private static ASN1ObjectIdentifier extension(String text, ProfileProperty property) {
        ASN1ObjectIdentifier oid = ASN1ObjectIdentifier.tryFromID(text);
        if (oid == null) {
            throw property.of("extensions").wrong(text + " is no object identifier");
        }
        if (ReservedRights.isNeverCopied(oid)) {
            throw property.of("extensions").wrong(text + " is never copied from a request");
        }
        return oid;
    }

    /** Demands that nothing is asked for that makes a CA or RA of the device, nor what the profile refuses. */
    void requireHarmless(CertificationRequest request) {
        request.requestedExtensions().ifPresent(this::requireHarmless);
        request.keyUsage().ifPresent(ExtensionRule::requireEndEntityUsage);
        request.extendedKeyUsages().forEach(ExtensionRule::requireUnprivileged);
    }

    private void requireHarmless(Extensions extensions) {
        BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
        if (constraints != null && constraints.isCA()) {
            throw refusal("the request asks for a CA certificate");
        }
        for (ASN1ObjectIdentifier oid : extensions.getExtensionOIDs()) {
            if (ReservedRights.isOfCa(oid)) {
                throw refusal("the request asks for an extension of CA certificates: " + oid.getId());
            }
            if (refusesUnlisted
                    && !copied.contains(oid)
                    && !JUDGED_ELSEWHERE.contains(oid)
                    && !HARMLESS.contains(oid)) {
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
        if (ReservedRights.isPrivileged(new ASN1ObjectIdentifier(extendedKeyUsage))) {
            throw refusal("the request asks for an extended key usage that is never granted: " + extendedKeyUsage);
        }
    }

    /** What is copied, in the order of the request. */
    List<CertificateContent.Extension> granted(CertificationRequest request) {
        List<CertificateContent.Extension> granted = new ArrayList<>();
        request.requestedExtensions().ifPresent(extensions -> Arrays.stream(extensions.getExtensionOIDs())
                .filter(copied::contains)
                .forEach(oid -> granted.add(copy(extensions.getExtension(oid)))));
        return List.copyOf(granted);
    }

    /** Critical ones would have relying parties reject the certificate, and to drop the mark would change the wish. */
    private static CertificateContent.Extension copy(Extension extension) {
        String oid = extension.getExtnId().getId();
        byte[] value = extension.getExtnValue().getOctets();
        if (extension.isCritical()) {
            throw refusal("the extension is not granted as a critical one: " + oid);
        }
        if (value.length > MAX_OCTETS || !isDer(value)) {
            throw refusal("the extension is not DER of at most " + MAX_OCTETS + " octets: " + oid);
        }
        return new CertificateContent.Extension(oid, false, value);
    }

    private static boolean isDer(byte[] value) {
        try {
            return Arrays.equals(value, ASN1Primitive.fromByteArray(value).getEncoded(ASN1Encoding.DER));
        } catch (IOException | RuntimeException unreadable) {
            return false;
        }
    }

    private static PolicyRefusal refusal(String detail) {
        return new PolicyRefusal(EXTENSION_NOT_ALLOWED, detail);
    }
}
