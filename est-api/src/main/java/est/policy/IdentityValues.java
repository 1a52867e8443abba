package est.policy;

import java.util.Optional;

/**
 * What authentication proved: {@code {identity.name}}, the name its credential fixes or its certificate states, and any attribute
 * of the subject of its certificate, {@code {identity.serialNumber}}.
 */
final class IdentityValues implements ValueSource {

    private static final String DEVICE = "name";

    @Override
    public String name() {
        return "identity";
    }

    @Override
    public boolean offers(String attribute) {
        return attribute.equals(DEVICE) || SubjectAttributes.named(attribute).isPresent();
    }

    @Override
    public Optional<String> value(String attribute, ClaimedNames requested, Application application) {
        Optional<ClaimedNames> certified = application.identity().certificate().map(CertifiedNames::of);
        return attribute.equals(DEVICE)
                ? application.identity().boundName().or(() -> certified.flatMap(ClaimedNames::deviceName))
                : certified.flatMap(names -> SubjectAttributes.named(attribute).flatMap(names::attribute));
    }
}
