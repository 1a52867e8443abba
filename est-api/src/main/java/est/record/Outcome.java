package est.record;

/** How an opened enrollment ended without a certificate. */
public enum Outcome {
    /** The CA refused the request: nothing was signed. */
    REFUSED,
    /** The CA was not asked, or is known not to have signed. */
    NOT_ISSUED,
    /** The CA was asked and may have signed. A repeat waits for the lease to pass. */
    UNKNOWN
}
