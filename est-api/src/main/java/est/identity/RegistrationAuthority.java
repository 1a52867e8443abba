package est.identity;

import java.util.Set;

/**
 * A client that a label lets enroll for others: the policy entry that T-8 demands beside the extended key usage and the issuer.
 *
 * @param name the configured name
 * @param fingerprints SHA-256 of its certificates, lower-case hexadecimal; several while one follows another
 * @param nameSpace for whom it may enroll
 */
public record RegistrationAuthority(String name, Set<String> fingerprints, NameSpace nameSpace) {

    /** Copies the set. */
    public RegistrationAuthority {
        fingerprints = Set.copyOf(fingerprints);
    }

    @Override
    public String toString() {
        return name;
    }
}
