package est.record;

/** How a request stands that needs an operator's approval. */
public enum Standing {
    /** It waits for a decision. */
    WAITING,
    /** It was approved a moment ago: the intent can be opened now. */
    APPROVED,
    /** It was rejected. */
    REJECTED,
    /** It does not wait: too many requests of this identity do. */
    TOO_MANY_OF_IDENTITY,
    /** It does not wait: too many requests of this label do. */
    TOO_MANY_OF_LABEL,
    /** It does not wait: another request does with the same one-time secret. */
    SECRET_HELD
}
