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
        /** The profile does not allow requests that are signed so. */
        SIGNATURE_NOT_ALLOWED,
        /** The key belongs to the certification authority itself (T-17). */
        KEY_OF_THE_CA,
        /** The key is the one this server shows to its clients (T-17). */
        KEY_OF_THE_SERVER,
        /** The key is on the list of blocked keys (T-14). */
        KEY_BLOCKED,
        /** The key was certified for another holder (T-17). */
        KEY_OF_ANOTHER,
        /** The request asks for rights of a CA or RA, or for an extension that the profile refuses (T-8, T-12). */
        EXTENSION_NOT_ALLOWED,
        /** The requested usages and those of the profile have nothing in common. */
        USAGE_CONTRADICTS_PROFILE,
        /** A name that no certificate may contain (T-13). */
        HOSTILE_NAME,
        /** Nothing in the request names the device, or the subject lacks what the profile demands. */
        NAME_MISSING,
        /** A well-formed name that this identity may not have. */
        NAME_NOT_YOURS,
        /** A name outside the name space of the registration authority that asks for it (T-8). */
        OUTSIDE_NAME_SPACE,
        /** Re-enrollment with other names than those of the certificate being renewed (RFC 7030 §4.2.2). */
        NAMES_CHANGED,
        /** The request wants its names changed on the way (ChangeSubjectName, RFC 6402 §2.8), which is not offered here. */
        NAME_CHANGE_NOT_OFFERED,
        /** The request carries a challenge of RFC 7894 (identity linking, one-time password, revocation) that nobody verifies. */
        CHALLENGE_NOT_OFFERED,
        /** Re-enrollment without a certificate of the label's CA (EST-REN-07, -08). */
        NOTHING_TO_RENEW,
        /** The certificate is not near enough to its end. */
        RENEWAL_TOO_EARLY,
        /** The fixed end of the profile's validity has passed. */
        PROFILE_HAS_ENDED,
        /** The one-time secret names a profile that is not configured any more. */
        PROFILE_UNKNOWN,
        /** The device has a valid certificate, and the label wants no second one. */
        ALREADY_CERTIFIED,
        /** The registry does not know the device, and the label serves no others. */
        DEVICE_UNKNOWN,
        /** The registry knows the device, and it may not enroll yet. */
        DEVICE_PENDING,
        /** The registry has the device disabled. */
        DEVICE_DISABLED,
        /** The CA's own validity leaves no room for a certificate (I-12). */
        OUTSIDE_CA_VALIDITY
    }

    private final Reason reason;
    private final String subject;

    PolicyRefusal(Reason reason, String detail) {
        this(reason, detail, "");
    }

    private PolicyRefusal(Reason reason, String detail, String subject) {
        super(detail, null, false, false);
        this.reason = reason;
        this.subject = subject;
    }

    /** A refusal whose audit says whom it is about; the names in it must be clean. */
    static PolicyRefusal about(Reason reason, String detail, String subject) {
        return new PolicyRefusal(reason, detail, subject);
    }

    /** The record knows the key as blocked. */
    public static PolicyRefusal keyBlocked() {
        return new PolicyRefusal(Reason.KEY_BLOCKED, "the public key is on the list of blocked keys: make a new one");
    }

    /** The record has certified the key for somebody else. */
    public static PolicyRefusal keyOfAnother() {
        return new PolicyRefusal(
                Reason.KEY_OF_ANOTHER, "the public key has been certified under another name or label: make a new one");
    }

    /** The record has a valid certificate for the device. */
    public static PolicyRefusal alreadyCertified() {
        return new PolicyRefusal(
                Reason.ALREADY_CERTIFIED,
                "this device has a valid certificate here: show it to get another one, or have it revoked");
    }

    /** The one-time secret was made for a profile that is no more. The name must be clean. */
    public static PolicyRefusal profileUnknown(String profile) {
        return about(
                Reason.PROFILE_UNKNOWN,
                "this one-time secret was made for a profile that is not configured any more",
                profile);
    }

    /** The label serves devices of the registry only. The name must be clean. */
    public static PolicyRefusal deviceUnknown(String device) {
        return about(Reason.DEVICE_UNKNOWN, "this device is not registered here", device);
    }

    /** The registry has the device as one that may not enroll yet. The name must be clean. */
    public static PolicyRefusal devicePending(String device) {
        return about(Reason.DEVICE_PENDING, "this device is registered, but not active yet", device);
    }

    /** The registry has the device disabled. The name must be clean. */
    public static PolicyRefusal deviceDisabled(String device) {
        return about(Reason.DEVICE_DISABLED, "this device is disabled", device);
    }

    /** Why, and about whom if that is not the one who asked: for the audit. */
    public String audited() {
        return subject.isEmpty() ? reason.name() : reason.name() + ": " + subject;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
