package est.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One registration authority of a label: {@code est.label.<name>.ra.<name>.…}. */
public interface RegistrationAuthoritySettings {

    /** SHA-256 fingerprints of its certificates, hexadecimal, colons or not. */
    Set<String> certificates();

    /** Domains it may enroll for, without leading dot: their names and all names below. */
    Optional<List<String>> dnsSuffixes();

    /** Addresses it may have certified, as {@code 10.1.0.0/16} or {@code 2001:db8::/32}. */
    Optional<List<String>> ipRanges();

    /** Regular expression for the common names, serial numbers and user ids it may enroll for. */
    Optional<String> deviceIds();

    /** Regular expression for the EAP identities it may enroll for: common names, user ids, mail addresses. */
    Optional<String> eapIdentities();
}
