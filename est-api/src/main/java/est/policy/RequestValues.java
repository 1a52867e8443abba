package est.policy;

import java.util.Optional;

/** What the request says: {@code {request.CN}}, any attribute of a subject. Whether it is true, {@link NameOwnership} asks. */
final class RequestValues implements ValueSource {

    static final String NAME = "request";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean offers(String attribute) {
        return SubjectAttributes.named(attribute).isPresent();
    }

    @Override
    public Optional<String> value(String attribute, ClaimedNames requested, Application application) {
        return SubjectAttributes.named(attribute).flatMap(requested::attribute);
    }
}
