package est.policy;

/** Whether a person decides on what the policy has granted (RFC 7030 §4.2.3). */
public enum ApprovalRule {
    /** Nobody is asked. */
    NONE,
    /** Every request waits until an operator approves it. */
    ALWAYS
}
