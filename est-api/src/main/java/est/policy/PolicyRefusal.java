package est.policy;

import java.io.Serial;

/** The policy refuses the request. The message is safe for the client and says what to change. */
public final class PolicyRefusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why, in one word per rule. */
    public enum Reason {
        /** The profile does not allow this kind or size of key. */
        KEY_NOT_ALLOWED,
        /** The key belongs to the certification authority itself (T-17). */
        KEY_OF_THE_CA,
        /** The request asks for rights of a CA or RA, or for an extension that the profile refuses (T-8, T-12). */
        EXTENSION_NOT_ALLOWED,
        /** The requested usages and those of the profile have nothing in common. */
        USAGE_CONTRADICTS_PROFILE,
        /** A name that no certificate may contain (T-13). */
        HOSTILE_NAME,
        /** Nothing in the request names the device. */
        NAME_MISSING,
        /** A well-formed name that this identity may not have. */
        NAME_NOT_YOURS,
        /** Re-enrollment with other names than those of the certificate being renewed (RFC 7030 §4.2.2). */
        NAMES_CHANGED,
        /** The request wants its names changed on the way (ChangeSubjectName, RFC 6402 §2.8), which is not offered. */
        NAME_CHANGE_NOT_OFFERED,
        /** The request carries a challenge of RFC 7894 (identity linking, one-time password, revocation) that nobody verifies. */
        CHALLENGE_NOT_OFFERED,
        /** Re-enrollment without a certificate of the label's CA (EST-REN-07, -08). */
        NOTHING_TO_RENEW,
        /** The CA's own validity leaves no room for a certificate (I-12). */
        OUTSIDE_CA_VALIDITY
    }

    private final Reason reason;

    PolicyRefusal(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
