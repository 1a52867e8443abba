package est.decision;

import est.policy.DecidedNames;
import java.util.Optional;

/** What an authorizer decided. */
public sealed interface Decision {

    /**
     * The request may be answered.
     *
     * @param names names to certify instead of the granted ones; to be judged by the policy first
     */
    record Allowed(Optional<DecidedNames> names) implements Decision {}

    /**
     * The request is refused.
     *
     * @param reason the authorizer's words, cut and cleaned; possibly empty
     */
    record Denied(String reason) implements Decision {}

    /**
     * Not decided yet: the client is to come again.
     *
     * @param reason the authorizer's words, cut and cleaned; possibly empty
     */
    record Pending(String reason) implements Decision {}
}
