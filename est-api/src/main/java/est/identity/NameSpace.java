package est.identity;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * For whom a registration authority may enroll. What is empty allows no name of its kind: an authority without any address range
 * enrolls no address. The rule that reads it is in {@code est.policy}.
 *
 * @param dnsSuffixes domains whose names, and the names below them, it may have certified
 * @param ipRanges ranges of addresses, as {@code address/bits}
 * @param deviceIds what a common name, serial number or user id must look like, in whole, if it is no name of these domains
 * @param eapIdentities what a common name, user id or mail address must look like, in whole, for devices that are known by
 *     their EAP identity
 */
public record NameSpace(
        List<String> dnsSuffixes, List<String> ipRanges, Optional<Pattern> deviceIds, Optional<Pattern> eapIdentities) {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if it allows no name at all
     */
    public NameSpace {
        dnsSuffixes = List.copyOf(dnsSuffixes);
        ipRanges = List.copyOf(ipRanges);
        // addresses alone name no device: a request has a common name, a serial number or a dNSName (EST-ENR-11)
        if (dnsSuffixes.isEmpty() && deviceIds.isEmpty() && eapIdentities.isEmpty()) {
            throw new IllegalArgumentException("a name space without any name");
        }
    }
}
