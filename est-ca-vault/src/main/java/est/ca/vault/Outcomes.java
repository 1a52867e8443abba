package est.ca.vault;

import est.ca.CaException;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What came back, as the kind of failure it is. Status codes decide; texts, which differ between products and versions, are
 * hints for a better kind and otherwise go to the log.
 */
final class Outcomes {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** 400s that no client can mend. */
    private static final List<String> OPERATORS_MISTAKES = List.of(
            "unknown role",
            "beyond the expiration of the ca certificate",
            "was one set",
            "not_after_bound",
            "unable to find pki issuer",
            "unable to find issuer");

    private static final String NO_CA = "could not fetch the ca certificate";

    private static final String REFUSED = "the certification authority refuses this request";
    private static final String UNAVAILABLE = "the certification authority cannot be asked right now";
    private static final String DEFECTIVE = "the certification authority is not set up for this server";
    private static final String UNKNOWN = "the certification authority was asked and did not answer";

    private Outcomes() {}

    /** An answer to a signing request that is no success. */
    static CaException signing(VaultAnswer answer) {
        Complaint complaint = new Complaint(answer);
        return switch (answer.status()) {
            case 400 ->
                complaint.mentions(OPERATORS_MISTAKES)
                        ? CaException.defective(DEFECTIVE, complaint)
                        : CaException.refused(REFUSED, complaint);
            case 413 -> CaException.refused(REFUSED, complaint);
            // a gateway asked and heard nothing
            case 504 -> CaException.unknown(UNKNOWN, complaint);
            default -> reading(answer);
        };
    }

    /** An answer to any other request that is no success; also to a login, since credentials that are wrong stay wrong. */
    static CaException reading(VaultAnswer answer) {
        Complaint complaint = new Complaint(answer);
        boolean transientFailure = answer.status() >= 500
                || (answer.status() >= 300 && answer.status() < 400)
                || List.of(408, 412, 429).contains(answer.status());
        return transientFailure && !(answer.status() == 500 && complaint.mentions(List.of(NO_CA)))
                ? CaException.unavailable(UNAVAILABLE, retryAfter(answer), complaint)
                : CaException.defective(DEFECTIVE, complaint);
    }

    /** A signing request without an answer. */
    static CaException signing(Throwable failure) {
        return failure instanceof NoAnswer silence && silence.isSent()
                ? CaException.unknown(UNKNOWN, silence)
                : reading(failure);
    }

    /** Any other request without an answer: nothing is lost by asking again. */
    static CaException reading(Throwable failure) {
        if (failure instanceof CaException known) {
            return known;
        }
        if (failure instanceof NoAnswer silence && silence.isCertificateRefused()) {
            return CaException.defective("the certification authority's TLS certificate is not trusted", silence);
        }
        return CaException.unavailable(UNAVAILABLE, Duration.ZERO, failure);
    }

    /** An answer that claims success and holds no certificate. */
    static CaException unreadable(Throwable cause) {
        return CaException.defective("the certification authority answered without a certificate", cause);
    }

    /** What the other side says, in seconds; zero, if it does not say, leaves the choice to the caller. */
    private static Duration retryAfter(VaultAnswer answer) {
        try {
            long seconds = Long.parseLong(answer.retryAfter().orElse("").strip());
            return Duration.ofSeconds(Math.max(1, Math.min(seconds, LONGEST_WAIT.toSeconds())));
        } catch (NumberFormatException noSeconds) {
            return Duration.ZERO;
        }
    }

    /** The other side's words, for the log: never in a message of ours. */
    static final class Complaint extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        Complaint(VaultAnswer answer) {
            super(answer.complaint(), null, false, false);
        }

        boolean mentions(List<String> texts) {
            String message = String.valueOf(getMessage()).toLowerCase(Locale.ROOT);
            return texts.stream().anyMatch(message::contains);
        }
    }
}
