package est.policy;

import est.identity.AuthenticationRule;

/**
 * A policy with a name: the optional path segment of RFC 7030 §3.2.2.
 *
 * @param name {@code [a-z0-9]+}; {@link #DEFAULT} is the one served without a segment
 * @param ca the configured name of the CA that signs
 * @param profile what may be certified
 * @param authentication who may ask
 * @param approval whether a person decides
 */
public record Label(
        String name, String ca, EnrollmentProfile profile, AuthenticationRule authentication, ApprovalRule approval) {

    /** The label of requests without a segment. */
    public static final String DEFAULT = "default";
}
