package est.enrollment;

import est.decision.Authorizers;
import est.decision.Decision;
import est.decision.DecisionRefusal;
import est.decision.Question;
import est.policy.DecidedNames;
import est.policy.DecisionRule;
import est.policy.EnrollmentPolicy;
import est.policy.PolicyRefusal;
import est.policy.RenamedApplication;
import est.protocol.MalformedMessageException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import org.jboss.logging.Logger;

/**
 * The step between policy and record for labels that have an authorizer. It changes nothing but the names to certify, and whether a
 * person has to decide in its place.
 */
@ApplicationScoped
class ExternalDecision {

    private static final Logger LOG = Logger.getLogger(ExternalDecision.class);

    private final Authorizers authorizers;
    private final EnrollmentPolicy policy = new EnrollmentPolicy();

    ExternalDecision(Authorizers authorizers) {
        this.authorizers = authorizers;
    }

    /**
     * Whether somebody has to be asked. A secret that is spent opens nothing any more (I-11): such a request is the repeat of one that
     * was decided, or is refused.
     */
    boolean needed(GrantedEnrollment granted) {
        return granted.asked().label().decision().isPresent()
                && !granted.identity().spent();
    }

    /** The enrollment as it was allowed, or left to a person; fails with {@link DecisionRefusal} otherwise. */
    Uni<GrantedEnrollment> on(GrantedEnrollment granted) {
        DecisionRule rule = granted.asked().label().decision().orElseThrow();
        return authorizers
                .ask(rule.authorizer(), rule.edition(), question(granted))
                .map(decision -> decided(granted, rule, decision));
    }

    private GrantedEnrollment decided(GrantedEnrollment granted, DecisionRule rule, Decision decision) {
        if (decision instanceof Decision.Allowed allowed) {
            return allowed.names().map(names -> renamed(granted, names)).orElse(granted);
        }
        if (decision instanceof Decision.Denied denied) {
            throw DecisionRefusal.denied(denied, rule.tellsReason());
        }
        // RFC 7030 §4.2.3: it waits for the authorizer, or for an operator who decides in its place
        return granted.left(((Decision.Pending) decision).reason());
    }

    /** By the same policy that judges what clients wish: an authorizer can narrow a grant, not widen it. */
    private GrantedEnrollment renamed(GrantedEnrollment granted, DecidedNames names) {
        try {
            return granted.decided(RenamedApplication.judge(policy, granted.application(), names));
        } catch (PolicyRefusal | MalformedMessageException outside) {
            LOG.warnf(
                    "Request %s: its authorizer decided on names that cannot be granted: %s",
                    granted.asked().reference(), outside.getMessage());
            throw DecisionRefusal.namesNotAllowed(outside);
        }
    }

    private static Question question(GrantedEnrollment granted) {
        EnrollmentRequest asked = granted.asked();
        return new Question(
                new Question.Occasion(
                        asked.reference(),
                        HexFormat.of().formatHex(Intents.replayKey(granted)),
                        asked.label().name(),
                        asked.operation().segment(),
                        granted.application().profile().name(),
                        asked.address()),
                granted.identity(),
                granted.request(),
                granted.grant().content());
    }
}
