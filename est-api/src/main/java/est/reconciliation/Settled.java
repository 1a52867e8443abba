package est.reconciliation;

/** What became of one look at an unfinished enrollment. */
enum Settled {
    /** The certificate was found and is recorded: a repeat gets it. */
    ISSUED,
    /** There is no certificate: a repeat starts anew. */
    NOT_ISSUED,
    /** A certificate was found that is never delivered. */
    ORPHAN,
    /** It cannot be said yet. */
    UNDECIDED,
    /** Somebody else changed the enrollment meanwhile. */
    TOO_LATE
}
