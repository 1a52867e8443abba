package est.operation;

import est.cacerts.CaCertificatesService;
import est.door.EstHandler;
import est.door.EstReply;
import est.door.EstRequest;
import est.enrollment.EnrollmentOperation;
import est.enrollment.EnrollmentRequest;
import est.enrollment.EnrollmentService;
import est.identity.PresentedCredentials;
import est.policy.Label;
import est.policy.Labels;
import est.policy.LabelsInForce;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Finds operation and label by the raw path and hands the request over. The dispatch is closed: an operation that is not in
 * the switch does not compile, and nothing is read from a request before its operation, label and method are known (T-5).
 */
@ApplicationScoped
public class EstDispatch implements EstHandler {

    private final LabelsInForce labels;
    private final CaCertificatesService caCertificates;
    private final EnrollmentService enrollment;
    private final FailureReplies failures;
    private final RequestMetrics metrics;

    EstDispatch(
            LabelsInForce labels,
            CaCertificatesService caCertificates,
            EnrollmentService enrollment,
            FailureReplies failures,
            RequestMetrics metrics) {
        this.labels = labels;
        this.caCertificates = caCertificates;
        this.enrollment = enrollment;
        this.failures = failures;
        this.metrics = metrics;
    }

    @Override
    public Uni<EstReply> handle(EstRequest request) {
        long started = System.nanoTime();
        Optional<EstPath> path = EstPath.of(request.path());
        // I-13: asked once; profile, anchors and CA travel with the label to the end of the request
        Optional<Label> label = path.flatMap(found -> label(found, labels.now()));
        if (label.isEmpty()) {
            return metrics.measured(Replies.notFound(request), started);
        }
        EstOperation operation = path.get().operation();
        return metrics.measured(answer(operation, label.get(), request), operation, label.get(), started);
    }

    /** Where a label does not offer bootstrap, there is no such path. */
    private static Optional<Label> label(EstPath path, Labels labels) {
        return path.operation() == EstOperation.BOOTSTRAP
                ? labels.bootstrapAt(path.label())
                : labels.named(path.label());
    }

    private Uni<EstReply> answer(EstOperation operation, Label label, EstRequest request) {
        if (!operation.accepts(request.method())) {
            return Uni.createFrom().item(Replies.methodNotAllowed(request, operation));
        }
        return Uni.createFrom()
                .deferred(() -> perform(operation, label, request))
                .onFailure()
                .recoverWithItem(failure -> failures.reply(failure, request));
    }

    private Uni<EstReply> perform(EstOperation operation, Label label, EstRequest request) {
        return switch (operation) {
            case CACERTS ->
                caCertificates.certificates(label).map(der -> Replies.caCertificates(request, label.answers(), der));
            case SIMPLEENROLL -> enroll(label, request, EnrollmentOperation.SIMPLEENROLL);
            case SIMPLEREENROLL -> enroll(label, request, EnrollmentOperation.SIMPLEREENROLL);
            case BOOTSTRAP -> enroll(label, request, EnrollmentOperation.BOOTSTRAP);
            case CSRATTRS -> Uni.createFrom().item(Replies.noWishes());
            case SERVERKEYGEN, FULLCMC -> Uni.createFrom().item(Replies.notImplemented(request, operation));
        };
    }

    private Uni<EstReply> enroll(Label label, EstRequest request, EnrollmentOperation operation) {
        if (!RequestMediaType.isAccepted(request.contentType())) {
            return Uni.createFrom().item(Replies.unsupportedMediaType(request));
        }
        return enrollment
                .enroll(new EnrollmentRequest(
                        label,
                        operation,
                        new PresentedCredentials(request.connection().certificates(), request.authorization()),
                        request.body(),
                        request.connection()::channelBinding,
                        request.reference(),
                        request.connection().remoteAddress().getAddress().getHostAddress()))
                .invoke(enrolled -> metrics.issued(label, enrolled))
                .map(enrolled -> Replies.enrolled(request, label.answers(), enrolled));
    }
}
