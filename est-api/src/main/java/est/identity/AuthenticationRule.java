package est.identity;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;

/**
 * How a label's clients prove who they are.
 *
 * @param label the label; credentials and issued certificates of another one do not count (T-6)
 * @param accepted which proofs, and which of them together
 * @param manufacturerAnchors CA certificates whose end entities may enroll; possibly empty
 * @param replayWindow how long a spent one-time secret still identifies the repeat of its own enrollment (I-3)
 * @param grace how long after its end a certificate of the label's own CA still counts (EST-REN-09)
 */
public record AuthenticationRule(
        String label,
        AcceptedProofs accepted,
        Set<X509Certificate> manufacturerAnchors,
        Duration replayWindow,
        Duration grace) {

    /** Copies the set. */
    public AuthenticationRule {
        manufacturerAnchors = Set.copyOf(manufacturerAnchors);
    }

    /** A rule without grace: an expired certificate is nobody's. */
    public AuthenticationRule(
            String label, AcceptedProofs accepted, Set<X509Certificate> manufacturerAnchors, Duration replayWindow) {
        this(label, accepted, manufacturerAnchors, replayWindow, Duration.ZERO);
    }

    /** The same rule for a request to renew: certificates that ended within the grace still count. */
    public AuthenticationRule withGrace(Duration afterEnd) {
        return new AuthenticationRule(label, accepted, manufacturerAnchors, replayWindow, afterEnd);
    }
}
