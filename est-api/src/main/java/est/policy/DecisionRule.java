package est.policy;

/**
 * That a party outside decides about what the policy has granted.
 *
 * @param authorizer its configured name
 * @param edition of the settings of authorizers that this label was read with
 * @param tellsReason whether the client hears why it was denied
 */
public record DecisionRule(String authorizer, int edition, boolean tellsReason) {}
