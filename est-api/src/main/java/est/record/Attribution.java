package est.record;

/** Whose a certificate is that a CA showed for an unfinished enrollment. */
public enum Attribution {
    /** No other enrollment explains it. */
    UNRECORDED,
    /** No other enrollment explains it, but another unfinished one with the same key might be the reason for it. */
    ONE_OF_SEVERAL,
    /** An enrollment with the same key is being worked on: it may be its. */
    BEING_ISSUED,
    /** Another enrollment's. */
    RECORDED,
    /** Another certificate with the same issuer and serial is recorded (I-4): to revoke one is to revoke both. */
    SERIAL_REPEATED
}
