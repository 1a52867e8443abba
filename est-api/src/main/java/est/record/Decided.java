package est.record;

/** What became of an operator's decision. */
public enum Decided {
    /** It counts from now on. */
    DONE,
    /** The request does not wait any more: it was decided before, or its time has passed. */
    TOO_LATE,
    /** There is no such request. */
    UNKNOWN
}
