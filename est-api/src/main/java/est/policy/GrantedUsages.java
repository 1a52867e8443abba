package est.policy;

import static est.pki.CertificateContent.KeyUsage.DIGITAL_SIGNATURE;
import static est.pki.CertificateContent.KeyUsage.KEY_AGREEMENT;
import static est.pki.CertificateContent.KeyUsage.KEY_ENCIPHERMENT;
import static est.policy.PolicyRefusal.Reason.USAGE_CONTRADICTS_PROFILE;

import est.pki.CertificateContent;
import est.protocol.CertificationRequest;
import est.protocol.SubjectPublicKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * Usages by key type and profile. A request may ask for fewer; what it asks beyond is dropped; if nothing it asks for can be
 * granted it is refused, for a usage nobody asked for would contradict it (EST-ENR-08, EST-ISS-07, -12).
 */
final class GrantedUsages {

    private GrantedUsages() {}

    static Set<CertificateContent.KeyUsage> keyUsages(CertificationRequest request) {
        boolean rsa = request.publicKey() instanceof SubjectPublicKey.Rsa;
        Set<CertificateContent.KeyUsage> possible =
                rsa ? EnumSet.of(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT) : EnumSet.of(DIGITAL_SIGNATURE, KEY_AGREEMENT);
        Set<CertificateContent.KeyUsage> usual =
                rsa ? EnumSet.of(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT) : EnumSet.of(DIGITAL_SIGNATURE);
        return request.keyUsage()
                .map(requested -> requireSome(possible.stream()
                        .filter(usage -> isSet(requested, usage))
                        .collect(Collectors.toUnmodifiableSet())))
                .orElse(usual);
    }

    static List<String> extendedKeyUsages(CertificationRequest request, EnrollmentProfile profile) {
        List<String> possible = profile.extendedKeyUsages().stream()
                .map(ASN1ObjectIdentifier::getId)
                .toList();
        if (request.extendedKeyUsages().isEmpty()) {
            return possible;
        }
        return List.copyOf(requireSome(
                possible.stream().filter(request.extendedKeyUsages()::contains).toList()));
    }

    private static boolean isSet(KeyUsage requested, CertificateContent.KeyUsage usage) {
        byte[] bits = requested.getBytes();
        int octet = usage.bit() / Byte.SIZE;
        return Arrays.copyOf(bits, octet + 1)[octet] << (usage.bit() % Byte.SIZE) << (Integer.SIZE - Byte.SIZE) < 0;
    }

    private static <T extends Collection<?>> T requireSome(T usages) {
        if (usages.isEmpty()) {
            throw new PolicyRefusal(
                    USAGE_CONTRADICTS_PROFILE,
                    "none of the requested key usages can be granted for this key and profile");
        }
        return usages;
    }
}
