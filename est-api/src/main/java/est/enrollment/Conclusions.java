package est.enrollment;

import est.approval.ApprovalRefusal;
import est.decision.DecisionRefusal;
import est.identity.AuthenticationFailure;
import est.identity.throttle.ThrottleMetrics;
import est.issuance.IssuanceFailure;
import est.policy.PolicyRefusal;
import est.proof.ProofFailure;
import est.protocol.MalformedMessageException;
import est.record.AuditRecords;
import est.record.EnrollmentRecords;
import est.record.Opening;
import est.record.Outcome;
import est.record.RecordFailure;
import est.record.Refusal;
import est.record.UnfinishedRecords;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** How an enrollment ends that gets no certificate: what its record and its audit event say (I-9). */
@ApplicationScoped
class Conclusions {

    private static final Logger LOG = Logger.getLogger(Conclusions.class);

    private final EnrollmentRecords records;
    private final UnfinishedRecords unfinished;
    private final AuditRecords audit;
    private final ThrottleMetrics throttled;

    Conclusions(
            EnrollmentRecords records, UnfinishedRecords unfinished, AuditRecords audit, ThrottleMetrics throttled) {
        this.records = records;
        this.unfinished = unfinished;
        this.audit = audit;
        this.throttled = throttled;
    }

    /**
     * Records that an open enrollment has no deliverable certificate. A record that cannot be written leaves the intent as
     * it is: it explains the signature, if there is one, and its lease ends.
     */
    Uni<Void> notIssued(Opening.Opened opened, Throwable failure) {
        IssuanceFailure issuance = failure instanceof IssuanceFailure known ? known : null;
        Outcome outcome = issuance == null ? Outcome.UNKNOWN : outcome(issuance.kind());
        String reason = issuance == null ? "INTERNAL" : reason(issuance);
        log(opened, outcome, reason, failure);
        return records.notIssued(opened, outcome, reason).onFailure().recoverWithUni(unrecorded -> {
            LOG.warnf("Enrollment %s: its end could not be recorded: %s", opened.id(), Causes.inOneLine(unrecorded));
            return outcome == Outcome.UNKNOWN || outcome == Outcome.MISMATCH
                    ? late(opened, unrecorded)
                    : Uni.createFrom().voidItem();
        });
    }

    /** An outage is told once, by the breaker; a trace for each request in it would only fill the disk. */
    private static void log(Opening.Opened opened, Outcome outcome, String reason, Throwable failure) {
        switch (outcome) {
            case REFUSED -> LOG.infof("Enrollment %s was refused by its CA: %s", opened.id(), failure.getMessage());
            case NOT_ISSUED -> {
                LOG.warnf("Enrollment %s has no certificate: %s: %s", opened.id(), reason, Causes.inOneLine(failure));
                LOG.debugf(failure, "Enrollment %s", opened.id());
            }
            default -> LOG.warnf(failure, "Enrollment %s has no certificate: %s", opened.id(), reason);
        }
    }

    /**
     * A certificate was signed and could not be recorded, so it is not delivered. If that is because this process slept past its
     * lease and the reconciler has recorded meanwhile that there is no certificate, it has to look again.
     */
    Uni<Void> late(Opening.Opened opened, Throwable unrecorded) {
        if (!(unrecorded instanceof RecordFailure failure) || failure.kind() != RecordFailure.Kind.FENCED) {
            return Uni.createFrom().voidItem();
        }
        LOG.warnf("Enrollment %s was settled by others; its certificate is not delivered", opened.id());
        return unfinished
                .reopened(opened)
                .onFailure()
                .invoke(e -> LOG.warnf(e, "Enrollment %s: that it was signed late could not be recorded", opened.id()))
                .onFailure()
                .recoverWithItem(false)
                .replaceWithVoid();
    }

    /** Audits a refusal. What is not the client's fault is on the enrollment's own record already. */
    Uni<Void> audit(Trail trail, Throwable failure) {
        String reason = reason(failure);
        if (reason.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (failure instanceof TooManyEnrollments) {
            throttled.identity();
        }
        EnrollmentRequest asked = trail.asked();
        Refusal refusal = new Refusal(
                asked.label().name(),
                asked.operation().segment(),
                trail.identity(),
                reason,
                asked.address(),
                asked.reference());
        return audit.refused(refusal).onFailure().recoverWithUni(unrecorded -> {
            LOG.warnf(
                    "Refusal %s (%s) could not be audited: %s",
                    asked.reference(), reason, Causes.inOneLine(unrecorded));
            return Uni.createFrom().voidItem();
        });
    }

    private static String reason(Throwable failure) {
        if (failure instanceof AuthenticationFailure authentication) {
            return authentication.reason().name();
        }
        if (failure instanceof MalformedMessageException) {
            return "MALFORMED_REQUEST";
        }
        if (failure instanceof ApprovalRefusal approval) {
            return "APPROVAL_" + approval.reason().name();
        }
        if (failure instanceof DecisionRefusal decision) {
            return decision.forAudit();
        }
        if (failure instanceof TooManyEnrollments) {
            return "THROTTLED";
        }
        if (failure instanceof ProofFailure proof) {
            return proof.reason().name();
        }
        return failure instanceof PolicyRefusal policy ? policy.audited() : "";
    }

    /** A wrong certificate is named, so that an operator can find and revoke it at the CA. */
    private static String reason(IssuanceFailure failure) {
        String kind = failure.kind().name();
        return failure.kind() == IssuanceFailure.Kind.MISMATCH && failure.getCause() != null
                ? kind + ": " + failure.getCause().getMessage()
                : kind;
    }

    private static Outcome outcome(IssuanceFailure.Kind kind) {
        return switch (kind) {
            case REFUSED -> Outcome.REFUSED;
            case UNAVAILABLE, DEFECTIVE -> Outcome.NOT_ISSUED;
            // a certificate may exist: the intent stays visible until somebody settles it
            case UNKNOWN -> Outcome.UNKNOWN;
            case MISMATCH -> Outcome.MISMATCH;
        };
    }
}
