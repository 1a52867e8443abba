package est.policy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/**
 * Named rules: which keys, names and usages a certificate may have and how long it lives. Immutable and valid once made.
 *
 * @param name the configured name
 * @param keys allowed keys by name, for example {@code P-256}
 * @param validity how long a certificate lives from now on
 * @param backdating how far notBefore lies in the past, for devices whose clocks run late
 * @param extendedKeyUsages granted EKU OIDs; a request may ask for fewer
 * @param subjectAttributes attribute types a subject may consist of
 * @param deviceId what a common name may look like if it is not a DNS name
 * @param dnsSuffixes domains under which a device may add its own name as a dNSName
 * @param refusesUnlistedExtensions whether a requested extension that cannot be granted refuses the request; else it is dropped
 * @param sharesKeys whether a key may be certified that was certified for another holder
 */
public record EnrollmentProfile(
        String name,
        Set<String> keys,
        Duration validity,
        Duration backdating,
        List<ASN1ObjectIdentifier> extendedKeyUsages,
        Set<ASN1ObjectIdentifier> subjectAttributes,
        Pattern deviceId,
        List<String> dnsSuffixes,
        boolean refusesUnlistedExtensions,
        boolean sharesKeys) {

    /**
     * Copies the collections.
     *
     * @throws IllegalArgumentException if no key or usage is allowed, or a duration makes no certificate
     */
    public EnrollmentProfile {
        keys = Set.copyOf(keys);
        extendedKeyUsages = List.copyOf(extendedKeyUsages);
        subjectAttributes = Set.copyOf(subjectAttributes);
        dnsSuffixes = List.copyOf(dnsSuffixes);
        if (keys.isEmpty() || extendedKeyUsages.isEmpty()) {
            throw new IllegalArgumentException("profile " + name + " allows no keys or no extended key usages");
        }
        if (validity.compareTo(Duration.ofMinutes(1)) < 0 || backdating.isNegative()) {
            throw new IllegalArgumentException(
                    "profile " + name + " has a validity below one minute or negative backdating");
        }
    }
}
