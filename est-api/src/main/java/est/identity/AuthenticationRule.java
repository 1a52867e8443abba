package est.identity;

import java.time.Duration;

/**
 * How a label's clients prove who they are.
 *
 * @param label the label; credentials and issued certificates of another one do not count (T-6)
 * @param accepted which proofs, and which of them together
 * @param trust which client certificates count beside those that the label's CA issued
 * @param replayWindow how long a spent one-time secret still identifies the repeat of its own enrollment (I-3)
 * @param grace how long after its end a certificate of the label's own CA still counts (EST-REN-09)
 */
public record AuthenticationRule(
        String label, AcceptedProofs accepted, ClientTrust trust, Duration replayWindow, Duration grace) {

    /** A rule without grace: an expired certificate is nobody's. */
    public AuthenticationRule(String label, AcceptedProofs accepted, ClientTrust trust, Duration replayWindow) {
        this(label, accepted, trust, replayWindow, Duration.ZERO);
    }

    /** The same rule for a request to renew: certificates that ended within the grace still count. */
    public AuthenticationRule withGrace(Duration afterEnd) {
        return new AuthenticationRule(label, accepted, trust, replayWindow, afterEnd);
    }
}
