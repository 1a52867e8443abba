package est.enrollment;

import est.identity.PresentedCredentials;
import est.policy.Label;
import est.proof.ChannelBinding;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One enrollment as it came in, not yet judged.
 *
 * @param label the policy it is judged by
 * @param operation what it was asked for by
 * @param presented what the client brought to identify itself
 * @param body the transfer body
 * @param channelBinding the binding of the TLS session, computed when asked for
 * @param reference the correlation id of the request
 * @param address the client's socket address
 */
public record EnrollmentRequest(
        Label label,
        EnrollmentOperation operation,
        PresentedCredentials presented,
        byte[] body,
        Supplier<Optional<ChannelBinding>> channelBinding,
        String reference,
        String address) {

    boolean renewal() {
        return operation == EnrollmentOperation.SIMPLEREENROLL;
    }

    @Override
    public String toString() {
        return "EnrollmentRequest[" + reference + ", label " + label.name() + "]";
    }
}
