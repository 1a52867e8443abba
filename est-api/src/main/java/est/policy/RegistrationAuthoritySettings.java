package est.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One registration authority of a label: {@code est.label.<name>.ra.<name>.…}. */
public interface RegistrationAuthoritySettings {

    /** SHA-256 fingerprints of its certificates, hexadecimal, colons or not. */
    Optional<Set<String>> certificates();

    /** The issuer of the certificates that {@code serial-numbers} names: {@code CN=Issuing CA,O=Example} (RFC 4514). */
    Optional<String> issuer();

    /** Serial numbers of its certificates, hexadecimal, colons or not; with {@code issuer}. */
    Optional<Set<String>> serialNumbers();

    /** The subject of its certificates, renewed ones included: {@code CN=gateway.example,O=Example} (RFC 4514). */
    Optional<String> subject();

    /** Domains it may enroll for, without leading dot: their names and all names below. */
    Optional<List<String>> dnsSuffixes();

    /** Addresses it may have certified, as {@code 10.1.0.0/16} or {@code 2001:db8::/32}. */
    Optional<List<String>> ipRanges();

    /** Regular expression for the common names, serial numbers and user ids it may enroll for. */
    Optional<String> deviceIds();

    /** Regular expression for the EAP identities it may enroll for: common names, user ids, mail addresses. */
    Optional<String> eapIdentities();
}
