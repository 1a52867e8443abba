package est.policy;

import static est.policy.PolicyRefusal.Reason.USAGE_CONTRADICTS_PROFILE;

import est.pki.CertificateContent.KeyUsage;
import est.protocol.CertificationRequest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Usages of one type of key. A request may ask for fewer; what it asks beyond is dropped; if nothing it asks for can be granted it
 * is refused, for a usage nobody asked for would contradict it (EST-ENR-08, EST-ISS-07, -12).
 *
 * @param possible what a request may ask for
 * @param usual what a request gets that asks for nothing
 * @param purposes extended key usages, as dotted OIDs
 */
record KeyTypeUsages(Set<KeyUsage> possible, Set<KeyUsage> usual, List<String> purposes) {

    /** These and no others, whether a request asks or not. */
    static KeyTypeUsages only(Set<KeyUsage> usages, List<String> purposes) {
        return new KeyTypeUsages(usages, usages, purposes);
    }

    Set<KeyUsage> keyUsages(CertificationRequest request) {
        return request.keyUsage()
                .map(requested -> requireSome(possible.stream()
                        .filter(usage -> isSet(requested.getBytes(), usage))
                        .collect(Collectors.toUnmodifiableSet())))
                .orElse(usual);
    }

    List<String> extendedKeyUsages(CertificationRequest request) {
        List<String> requested = request.extendedKeyUsages();
        return requested.isEmpty()
                ? purposes
                : requireSome(purposes.stream().filter(requested::contains).toList());
    }

    private static boolean isSet(byte[] bits, KeyUsage usage) {
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
