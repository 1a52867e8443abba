package est.policy;

import est.identity.AuthenticationRule;
import java.util.Optional;

/**
 * A policy with a name: the optional path segment of RFC 7030 §3.2.2.
 *
 * @param name {@code [a-z0-9]+}; {@link #DEFAULT} is the one served without a segment
 * @param ca the configured name of the CA that signs
 * @param profile what may be certified
 * @param authentication who may ask
 * @param decision who decides beside this server, if anybody does
 */
public record Label(
        String name,
        String ca,
        EnrollmentProfile profile,
        AuthenticationRule authentication,
        Optional<DecisionRule> decision) {

    /** The label of requests without a segment. */
    public static final String DEFAULT = "default";
}
