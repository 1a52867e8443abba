package est.identity;

/** A proof of identity that a client can bring. */
public enum AuthenticationMethod {
    /** A TLS client certificate of the label's CA or of one of its manufacturer anchors (RFC 7030 §3.3.2). */
    CERTIFICATE,
    /** HTTP Basic with a user's name and password (RFC 7030 §3.2.3). */
    PASSWORD,
    /** HTTP Basic with a one-time secret in place of the password (RFC 7030 §3.2.3). */
    SECRET
}
