package est.proof;

/** Whether a request must be tied to its TLS session (RFC 7030 §3.5). One that claims to be is verified always (EST-POP-07). */
public enum ChannelBindingMode {
    /** A request may do without. */
    OPTIONAL,
    /** A request without is refused. */
    REQUIRED
}
