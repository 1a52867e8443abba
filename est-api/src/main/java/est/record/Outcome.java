package est.record;

/** How an opened enrollment ended without a certificate. */
public enum Outcome {
    /** The CA refused the request: nothing was signed. */
    REFUSED,
    /** The CA was not asked, or is known not to have signed. */
    NOT_ISSUED,
    /** The CA was asked and may have signed. A repeat waits for the lease to pass. */
    UNKNOWN,
    /** The CA signed something else (I-5). Recorded as unknown, since a certificate exists; audited under this name. */
    MISMATCH;

    /** What the enrollment's row says. */
    String state() {
        return this == MISMATCH ? UNKNOWN.name() : name();
    }
}
