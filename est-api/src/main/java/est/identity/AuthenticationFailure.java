package est.identity;

import java.io.Serial;
import java.time.Duration;

/** The client is not who it must be. The message is safe for the client and says nothing about which credentials exist. */
public final class AuthenticationFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why nobody was identified. */
    public enum Reason {
        /** Nothing was presented, and a password would be accepted. */
        PASSWORD_REQUIRED,
        /** Nothing usable was presented, and only a certificate would be accepted. */
        CERTIFICATE_REQUIRED,
        /** A user name, password or one-time secret that does not authenticate; one text for all causes (T-9). */
        WRONG_PASSWORD,
        /** More than one {@code Authorization} header. */
        AMBIGUOUS_CREDENTIALS,
        /** A client certificate that is not trusted here. */
        CERTIFICATE_UNTRUSTED,
        /** A client certificate outside its validity. */
        CERTIFICATE_EXPIRED,
        /** A client certificate that was revoked. */
        CERTIFICATE_REVOKED,
        /** A client certificate that may not be used for TLS client authentication. */
        CERTIFICATE_UNFIT,
        /** A client certificate of the CA that this server never issued under this label. */
        CERTIFICATE_UNKNOWN,
        /** A manufacturer certificate of which nobody can tell right now whether it is revoked (I-6). */
        REVOCATION_UNKNOWN,
        /** Too many passwords are being checked right now. */
        OVERLOADED,
        /** Too many wrong passwords: whether this one is right was not looked at (T-9). */
        THROTTLED
    }

    private final Reason reason;
    private final Duration retryAfter;

    AuthenticationFailure(Reason reason, String detail) {
        this(reason, detail, Duration.ZERO);
    }

    private AuthenticationFailure(Reason reason, String detail, Duration retryAfter) {
        super(detail);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** The same text whatever was counted, account or address. */
    static AuthenticationFailure throttled(Duration retryAfter) {
        return new AuthenticationFailure(Reason.THROTTLED, "too many wrong passwords, try again later", retryAfter);
    }

    /** The same answer as an unknown secret gets: for a spent one that is presented with anything but its own enrollment. */
    public static AuthenticationFailure spentSecret() {
        return new AuthenticationFailure(Reason.WRONG_PASSWORD, "the one-time secret was spent before");
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** When a password is looked at again, after {@code THROTTLED}. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
