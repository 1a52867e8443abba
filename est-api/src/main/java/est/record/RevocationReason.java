package est.record;

/** Why a certificate is revoked (RFC 5280 §5.3.1); those an operator may choose. */
public enum RevocationReason {
    /** No reason is given. */
    UNSPECIFIED,
    /** Somebody else has the private key. */
    KEY_COMPROMISE,
    /** A name in it is no longer right. */
    AFFILIATION_CHANGED,
    /** Another certificate took its place. */
    SUPERSEDED,
    /** The device is out of service. */
    CESSATION_OF_OPERATION,
    /** The device may no longer do what the certificate allows. */
    PRIVILEGE_WITHDRAWN
}
