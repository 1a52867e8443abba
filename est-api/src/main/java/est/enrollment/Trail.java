package est.enrollment;

import est.identity.ClientIdentity;
import java.util.Optional;

/** What is known about a request so far, for the audit of a refusal. Confined to the request's event loop. */
final class Trail {

    private final EnrollmentRequest asked;
    private Optional<ClientIdentity> identity = Optional.empty();

    Trail(EnrollmentRequest asked) {
        this.asked = asked;
    }

    void identified(ClientIdentity client) {
        identity = Optional.of(client);
    }

    EnrollmentRequest asked() {
        return asked;
    }

    Optional<String> identity() {
        return identity.map(ClientIdentity::name);
    }
}
