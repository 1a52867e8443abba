package est.policy;

import static est.policy.PolicyRefusal.Reason.NAMES_CHANGED;
import static est.policy.PolicyRefusal.Reason.NAME_CHANGE_NOT_OFFERED;
import static est.policy.PolicyRefusal.Reason.RENEWAL_TOO_EARLY;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When and how a certificate renews itself (RFC 7030 §4.2.2).
 *
 * @param window how long before its end at the earliest; empty for at any time
 * @param grace how long after its end it still may
 * @param inheritsNames whether a request without alternative names keeps those of the certificate
 * @param offersNameChange whether ChangeSubjectName is honored (RFC 6402 §2.8)
 */
public record RenewalRule(Optional<Duration> window, Duration grace, boolean inheritsNames, boolean offersNameChange) {

    static RenewalRule of(ProfileSettings.Renewal settings, Duration life, ProfileProperty property) {
        settings.renewalWindow().ifPresent(window -> requireWithin(window, life, property));
        if (settings.renewalGrace().isNegative()) {
            throw property.of("renewal-grace").wrong("is negative");
        }
        return new RenewalRule(
                settings.renewalWindow(),
                settings.renewalGrace(),
                settings.inheritAtRenewal(),
                settings.changeSubjectName() == ProfileSettings.NameChanges.ALLOW);
    }

    private static void requireWithin(Duration window, Duration life, ProfileProperty property) {
        if (window.isNegative() || window.isZero()) {
            throw property.of("renewal-window").wrong("leaves no time to renew");
        }
        if (window.compareTo(life) >= 0) {
            throw property.of("renewal-window").wrong("is not shorter than the validity, so it refuses nothing");
        }
    }

    /** Demands that the end of the certificate is near enough. */
    void requireDue(X509Certificate current, Instant now) {
        if (window.isEmpty()) {
            return;
        }
        Instant due = current.getNotAfter().toInstant().minus(window.get());
        if (now.isBefore(due)) {
            throw new PolicyRefusal(RENEWAL_TOO_EARLY, "the certificate may be renewed from " + due + " on");
        }
    }

    /**
     * Demands that the request states the names of the certificate being renewed (T-7, EST-REN-02). A request without alternative
     * names inherits them (EST-REN-03).
     */
    void requireSameNames(ClaimedNames requested, ClaimedNames certified) {
        boolean inherits = inheritsNames && requested.alternativeNames().isEmpty();
        if (!NameComparison.areSame(requested.subject(), certified.subject())
                || !(inherits || NameComparison.areSame(requested.alternativeNames(), certified.alternativeNames()))) {
            throw new PolicyRefusal(
                    NAMES_CHANGED,
                    "subject and alternative names must equal those of the certificate being renewed (RFC 7030 section 4.2.2)");
        }
    }

    /** EST-REN-04: to ignore the wish would certify names the client no longer wants. */
    void requireNameChangeOffered() {
        if (!offersNameChange) {
            throw new PolicyRefusal(
                    NAME_CHANGE_NOT_OFFERED, "ChangeSubjectName is not offered: enroll under the new names");
        }
    }
}
