package est.operation;

import est.door.EstHandler;
import est.door.EstReply;
import est.door.EstRequest;
import est.enrollment.Enrolled;
import est.enrollment.EnrollmentOperation;
import est.enrollment.EnrollmentRequest;
import est.enrollment.EnrollmentService;
import est.identity.PresentedCredentials;
import est.issuance.Signing;
import est.policy.Label;
import io.smallrye.mutiny.Uni;
import java.security.cert.X509Certificate;
import java.util.function.Function;

/**
 * Answers requests as enrollments are answered, but changes nothing: what runs often before the first client comes is
 * compiled by then.
 */
public final class Rehearsal implements EstHandler {

    private final EnrollmentService enrollment;
    private final Label label;
    private final Function<Signing, Uni<X509Certificate>> authority;
    private final X509Certificate answer;

    /**
     * A rehearsal.
     *
     * @param label by whose policy requests are judged
     * @param authority signs in the place of a real one
     * @param answer what every accepted request gets
     */
    public Rehearsal(
            EnrollmentService enrollment,
            Label label,
            Function<Signing, Uni<X509Certificate>> authority,
            X509Certificate answer) {
        this.enrollment = enrollment;
        this.label = label;
        this.authority = authority;
        this.answer = answer;
    }

    @Override
    public Uni<EstReply> handle(EstRequest request) {
        return enrollment
                .rehearse(
                        new EnrollmentRequest(
                                label,
                                EnrollmentOperation.SIMPLEENROLL,
                                new PresentedCredentials(request.connection().certificates(), request.authorization()),
                                request.body(),
                                request.connection()::channelBinding,
                                request.reference(),
                                request.connection()
                                        .remoteAddress()
                                        .getAddress()
                                        .getHostAddress()),
                        authority)
                .map(played -> Replies.enrolled(request, label.answers(), new Enrolled(answer, false, false)))
                .onFailure()
                .recoverWithItem(refused -> Replies.text(403, request, "not in this play"));
    }
}
