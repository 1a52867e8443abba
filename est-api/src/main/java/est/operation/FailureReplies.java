package est.operation;

import est.approval.ApprovalRefusal;
import est.approval.AwaitingApproval;
import est.decision.DecisionRefusal;
import est.door.EstReply;
import est.door.EstRequest;
import est.enrollment.Causes;
import est.enrollment.ClockBehind;
import est.enrollment.EnrollmentRunning;
import est.enrollment.TooManyEnrollments;
import est.identity.AuthenticationFailure;
import est.issuance.IssuanceFailure;
import est.policy.PolicyRefusal;
import est.proof.ProofFailure;
import est.protocol.MalformedMessageException;
import est.record.RecordFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The only place where a domain failure becomes an HTTP status. Every failure has a closed list of reasons and every switch
 * is without default: a new reason does not compile until it has a status.
 */
@ApplicationScoped
class FailureReplies {

    private static final Logger LOG = Logger.getLogger(FailureReplies.class);
    private static final int MIN_RETRY_SECONDS = 10;
    private static final int RETRY_SPREAD_SECONDS = 50;

    private final SecureRandom random;

    FailureReplies(SecureRandom random) {
        this.random = random;
    }

    EstReply reply(Throwable failure, EstRequest request) {
        if (failure instanceof AuthenticationFailure authentication) {
            return authentication(authentication, request);
        }
        if (failure instanceof MalformedMessageException) {
            return Replies.text(400, request, failure.getMessage());
        }
        if (failure instanceof ProofFailure proof) {
            EstReply reply = Replies.text(status(proof.reason()), request, proof.getMessage());
            // RFC 9266 §4.1: a binding is used once, also when it was wrong
            return proof.reason() == ProofFailure.Reason.CHANNEL_BINDING ? reply.closing() : reply;
        }
        if (failure instanceof PolicyRefusal refusal) {
            return policy(refusal, request);
        }
        if (failure instanceof AwaitingApproval awaiting) {
            EstReply reply = Replies.accepted(awaiting.retryAfter());
            return awaiting.bound() ? reply.closing() : reply;
        }
        if (failure instanceof ApprovalRefusal refusal) {
            return approval(refusal, request);
        }
        if (failure instanceof DecisionRefusal decision) {
            return decision(decision, request);
        }
        if (failure instanceof IssuanceFailure issuance) {
            return issuance(issuance, request);
        }
        if (failure instanceof EnrollmentRunning running) {
            return Replies.retryLater(request, running.getMessage(), running.retryAfter());
        }
        if (failure instanceof TooManyEnrollments often) {
            return Replies.later(429, request, often.getMessage(), often.retryAfter());
        }
        if (failure instanceof ClockBehind) {
            LOG.errorf("Request %s: %s; nothing is issued", request.reference(), failure.getMessage());
            return Replies.retryLater(request, failure.getMessage(), jittered());
        }
        if (failure instanceof RecordFailure) {
            LOG.warnf("Request %s: no record: %s", request.reference(), Causes.inOneLine(failure));
            LOG.debugf(failure, "Request %s", request.reference());
            return Replies.retryLater(request, "the server cannot record enrollments right now", jittered());
        }
        LOG.errorf(failure, "Request %s failed", request.reference());
        return Replies.text(500, request, "internal error");
    }

    private EstReply authentication(AuthenticationFailure failure, EstRequest request) {
        return switch (failure.reason()) {
            case PASSWORD_REQUIRED, WRONG_PASSWORD -> Replies.unauthorized();
            case AMBIGUOUS_CREDENTIALS -> Replies.text(400, request, failure.getMessage());
            case CERTIFICATE_REQUIRED,
                    CERTIFICATE_UNTRUSTED,
                    CERTIFICATE_EXPIRED,
                    CERTIFICATE_REVOKED,
                    CERTIFICATE_UNFIT,
                    CERTIFICATE_UNKNOWN -> Replies.text(403, request, failure.getMessage());
            case THROTTLED -> Replies.later(429, request, failure.getMessage(), failure.retryAfter());
            case OVERLOADED, REVOCATION_UNKNOWN -> Replies.retryLater(request, failure.getMessage(), jittered());
        };
    }

    /** EST-POP-07, -08: a binding that is present but wrong is 403, a missing one 400, neither 401. */
    private static int status(ProofFailure.Reason reason) {
        return switch (reason) {
            case SIGNATURE_ALGORITHM, SIGNATURE, CHANNEL_BINDING_MISSING -> 400;
            case CHANNEL_BINDING -> 403;
        };
    }

    private EstReply policy(PolicyRefusal refusal, EstRequest request) {
        return switch (refusal.reason()) {
            case KEY_NOT_ALLOWED,
                    SIGNATURE_NOT_ALLOWED,
                    KEY_OF_THE_CA,
                    KEY_OF_THE_SERVER,
                    KEY_BLOCKED,
                    EXTENSION_NOT_ALLOWED,
                    USAGE_CONTRADICTS_PROFILE,
                    CHALLENGE_NOT_OFFERED,
                    HOSTILE_NAME,
                    NAME_MISSING,
                    NAMES_CHANGED -> Replies.text(400, request, refusal.getMessage());
            case KEY_OF_ANOTHER,
                    PROFILE_UNKNOWN,
                    NAME_NOT_YOURS,
                    OUTSIDE_NAME_SPACE,
                    NAME_CHANGE_NOT_OFFERED,
                    NOTHING_TO_RENEW,
                    RENEWAL_TOO_EARLY,
                    PROFILE_HAS_ENDED,
                    DEVICE_UNKNOWN,
                    DEVICE_PENDING,
                    DEVICE_DISABLED,
                    ALREADY_CERTIFIED -> Replies.text(403, request, refusal.getMessage());
            case OUTSIDE_CA_VALIDITY -> Replies.retryLater(request, refusal.getMessage(), jittered());
        };
    }

    /** EST-PEND-06, EST-PEND-09: what an operator rejected is 403; a flood is 429 for the one who floods, 503 for the others. */
    private static EstReply approval(ApprovalRefusal refusal, EstRequest request) {
        return switch (refusal.reason()) {
            case REJECTED -> Replies.text(403, request, refusal.getMessage());
            case TOO_MANY_OF_IDENTITY, SECRET_HELD ->
                Replies.later(429, request, refusal.getMessage(), refusal.retryAfter());
            case TOO_MANY_OF_LABEL -> Replies.retryLater(request, refusal.getMessage(), refusal.retryAfter());
        };
    }

    /** I-6: without a decision nothing is issued, and the client may ask again. */
    private EstReply decision(DecisionRefusal refusal, EstRequest request) {
        return switch (refusal.reason()) {
            case DENIED, NAMES_NOT_ALLOWED -> Replies.text(403, request, refusal.getMessage());
            case UNAVAILABLE, BUSY, UNUSABLE_ANSWER -> Replies.retryLater(request, refusal.getMessage(), jittered());
        };
    }

    private EstReply issuance(IssuanceFailure failure, EstRequest request) {
        return switch (failure.kind()) {
            case REFUSED -> Replies.text(403, request, failure.getMessage());
            case UNAVAILABLE, DEFECTIVE, UNKNOWN, MISMATCH ->
                Replies.retryLater(
                        request,
                        "the certification authority cannot issue right now",
                        failure.retryAfter().isZero() ? jittered() : failure.retryAfter());
        };
    }

    /** Retries spread over most of a minute, so that an outage is not followed by a herd (T-23). */
    private Duration jittered() {
        return Duration.ofSeconds(MIN_RETRY_SECONDS + random.nextInt(RETRY_SPREAD_SECONDS));
    }
}
