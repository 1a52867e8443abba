package est.identity;

/** What a label accepts as proof of identity. */
public enum AuthenticationMethod {
    /** A TLS client certificate of the label's CA or of one of its manufacturer anchors (RFC 7030 §3.3.2). */
    CERTIFICATE,
    /** HTTP Basic: a user's password or a one-time secret (RFC 7030 §3.2.3). */
    PASSWORD
}
